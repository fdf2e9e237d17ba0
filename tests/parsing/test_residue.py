"""Lines that belong to the page are set aside, lines that belong to a story are not."""

import pytest

from articles.parsing import parse_page
from articles.parsing.residue import residue_kind


@pytest.mark.parametrize(
    "text",
    [
        "12 月份全县物价平稳",
        "编辑部的故事",
        "2版画作品获奖",
        "广告业发展迅速",
        "声明将于明日发布",
        "导演回乡拍戏",
        "2024年3月12日全县植树活动启动",
        "——全县河长制工作侧记",
        "校对的人说，这里有错。",
        "何川 2024年3月12日",
        "编辑 出版 发行一条龙",
        "要闻 20",
        "NEWS",
        "正月十五",
        "三月十五 清明",
        "星期六 星期天",
        "4月26日 世界知识产权日",
        "2024年3月12日大事记",
    ],
)
def test_headline_or_sentence_is_not_residue(text):
    assert residue_kind(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("本版责编：孟建军　美编：罗雨　校对：任诗", "page_credit"),
        ("责任编辑 何川", "page_credit"),
        ("制图：蔡华伟", "page_credit"),
        ("责编/何川 美编/石小满 校对/任诗", "page_credit"),
        ("责任编辑 何川 责任校对 石小满", "page_credit"),
        ("青河日报 2024.3.12 星期二", "folio"),
        ("二○二四年三月十二日", "folio"),
        ("二零二四年三月十二日（星期二）", "folio"),
        ("２０２４．３．１２　星期二", "folio"),
        ("第3215期　2024年3月12日", "folio"),
        ("综合新闻｜2024年3月12日 周二", "folio"),
        ("农历甲辰年二月初三", "folio"),
        ("甲辰年（龙年）二月初三 第3215期", "folio"),
        ("3月12日【星期二】", "folio"),
        ("今日八版", "masthead"),
        ("２０２４年３月１２日　星期二　第２版　综合新闻", "folio"),
        ("二○二四年三月十二日 第二版", "folio"),
        ("2024年3月12日（星期二） 第2版", "folio"),
        ("2024年3月12日·周二·第12版", "folio"),
        ("甲辰年二月初三 2024年3月12日 礼拜二 第3215期 第2版", "folio"),
        ("2024年3月12日 A03 民生", "folio"),
        ("综合新闻·第二版 2024年3月12日", "folio"),
        ("2024年3月12日 第2、3版", "folio"),
        ("第02—03版 通版", "folio"),
        ("第2版要闻", "folio"),
        ("头版", "folio"),
        ("要闻 02", "folio"),
        ("·2·", "folio"),
        ("QINGHE DAILY", "masthead"),
        ("www.example.cn", "masthead"),
        ("扫一扫 关注青河发布", "advert"),
        ("2版　综合新闻", "folio"),
        ("第3版：民生", "folio"),
        ("A04 要闻", "folio"),
        ("2024年3月12日　星期二　农历二月初三　第3215期", "folio"),
        ("国内统一连续出版物号 CN 32-0099　邮发代号 27-99", "masthead"),
        ("今日导读", "contents"),
        ("全县秋粮收购启动　>>>3版", "contents"),
        ("遗失声明", "notice"),
        ("拍卖公告：本公司受委托拍卖房屋一处", "notice"),
        ("广告热线：0511-87654321", "advert"),
        ("* * *", "separator"),
        ("③8", "separator"),
        ("————————", "separator"),
    ],
)
def test_residue_kinds(text, kind):
    assert residue_kind(text) == kind


def test_residue_inside_a_sentence_does_not_split_it():
    page = parse_page("清淤\n\n柳溪镇组织志愿者对三条主要河道开展清淤整\n\n本版责编：林舟\n\n治，河水清了。\n\n何川")

    assert [p.text for p in page.articles[0].paragraphs] == ["柳溪镇组织志愿者对三条主要河道开展清淤整治，河水清了。"]
    assert [(r.line, r.kind, r.text) for r in page.residue] == [(5, "page_credit", "本版责编：林舟")]


@pytest.mark.parametrize(
    "line",
    ["2024年3月12日，青河县政", "，2024年3月12日，柳溪", "本报讯 （何川）3月2日，第六"],
)
def test_a_cut_line_with_a_date_is_text(line):
    assert residue_kind(line) is None


def test_a_cut_line_that_begins_like_an_advertisement_is_text():
    page = parse_page(
        "清淤\n\n　　河边立起了牌子，上面有二维码\n扫一扫，就知道这段河归谁来管\n护，哪天清过淤。\n\n何川"
    )

    assert page.residue == ()
    assert residue_kind("扫一扫，关注青河发布") == "advert"


AFTER = "\n\n植树\n\n山坡绿了。\n\n石小满"


@pytest.mark.parametrize(
    ("notice", "lines"),
    [
        ("公告\n\n因施工需要，人民路即日起封闭。\n\n县交通运输局\n\n2024年3月12日", 4),
        ("天气预报\n\n今天多云，28℃到35℃，东南风3级。", 2),
        ("拍卖公告\n\n定于3月28日公开拍卖下列标的：\n\n1.土地使用权一宗。\n\n联系电话：0511-87654321", 4),
        ("遗失声明\n\n何川遗失身份证一张。\n\n施南遗失驾驶证，声明作废。", 3),
        ("减资公告：某公司经股东决定减少注册资本。", 1),
    ],
)
def test_notice_is_set_aside_with_its_text_only(notice, lines):
    page = parse_page(f"清淤\n\n河水清了。\n\n何川\n\n{notice}{AFTER}")

    assert [story.headline for story in page.articles] == ["清淤", "植树"]
    assert [p.text for p in page.articles[0].paragraphs] == ["河水清了。"]
    assert len(page.residue) == lines


def test_headline_with_page_is_residue_only_below_contents():
    page = parse_page("导读\n\n全县秋粮收购启动 3版\n\n第4版　省运会在青河闭幕\n\n清淤\n\n河水清了。\n\n何川")

    assert [r.kind for r in page.residue] == ["contents"] * 3
    assert [story.headline for story in page.articles] == ["清淤"]
    assert residue_kind("全县秋粮收购启动 3版") is None


def test_a_part_of_a_date_below_the_date_is_a_folio():
    page = parse_page("2024年3月12日\n星期二\n\n小麦返青\n\n东桥镇三万亩小麦长势良好。\n\n星期二\n\n农技员下田。")

    assert [piece.text for piece in page.residue] == ["2024年3月12日", "星期二"]
    assert page.articles[0].headline == "小麦返青"
