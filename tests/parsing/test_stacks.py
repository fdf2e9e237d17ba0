"""Kicker, headline and deck by what their lines say."""

import pytest

from articles.parsing import parse_page
from articles.parsing.stacks import is_deck, tells_who_attended

TEXT = "本报讯（记者 任梅）3月10日，全县春季农业生产现场会在柳溪镇召开。"


def stack(*lines):
    (story,) = parse_page("\n\n".join([*lines, TEXT])).articles
    return story.kicker, story.headline, story.deck


def doubts(*lines):
    (story,) = parse_page("\n\n".join([*lines, TEXT])).articles
    return [problem.code for problem in story.problems]


@pytest.mark.parametrize(
    "line",
    [
        "郑满仓讲话　袁立主持",
        "郑满仓、袁立出席并讲话",
        "郑满仓出席开幕式并致辞",
        "县委书记郑满仓作动员部署 县长袁立主持",
        "郑满仓等县领导参加",
        "郑满仓宣读决定 袁立为获奖者颁奖",
        "阿依古丽·吐尔逊率队督导 袁立陪同",
    ],
)
def test_line_that_tells_who_attended(line):
    assert tells_who_attended(line)
    assert stack("全县现场会召开", line) == ("", "全县现场会召开", line)
    assert doubts("全县现场会召开", line) == []


@pytest.mark.parametrize(
    "line", ["全县干部大会召开", "柳溪镇召开春耕动员会", "我主持的第一场会议", "名师出席的家长会", "全民动员参加植树"]
)
def test_headline_does_not_tell_who_attended(line):
    assert not tells_who_attended(line)


def test_date_below_a_speech_is_its_deck():
    assert is_deck("（2024年3月10日）")
    assert stack("在全县春耕现场会上的讲话", "（2024年3月10日）") == (
        "",
        "在全县春耕现场会上的讲话",
        "（2024年3月10日）",
    )


@pytest.mark.parametrize(
    ("kicker", "headline"),
    [
        ("郑满仓在青山村调研时强调", "把路修到果园门口"),
        ("郑满仓出席并讲话", "全县春耕现场会在柳溪召开"),
        ("县农业农村局", "百名农技员下田头"),
        ("读者来信", "桥头路口盼装红绿灯"),
        ("三月里来春茶香，万亩茶园采茶忙", "一片叶子富了一方人"),
        ("本报专家：", "春茶采摘要看天"),
    ],
)
def test_kicker_by_what_it_says(kicker, headline):
    assert stack(kicker, headline) == (kicker, headline, "")
    assert doubts(kicker, headline) == []


def test_three_levels():
    lines = "抢抓农时 不误春耕——", "万亩早稻开始插秧", "袁立、任梅出席开插仪式"

    assert stack(*lines) == lines


def test_headline_with_its_column_keeps_the_deck_below():
    assert stack("把路修到果园门口（走基层）", "袁立主持") == ("", "把路修到果园门口（走基层）", "袁立主持")


def test_lines_that_say_nothing_are_a_doubt():
    assert doubts("春耕正当时", "万亩早稻开始插秧") == ["unsure_stack"]


def test_stacks_with_decks_are_no_package():
    first = ["春耕现场会召开", "郑满仓讲话", "袁立主持", TEXT]
    second = ["植树现场会召开", "任梅讲话", TEXT]

    assert len(parse_page("\n\n".join(first + second)).articles) == 2
