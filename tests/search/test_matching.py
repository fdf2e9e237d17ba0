"""The search's contract, the same on every database: which query matches which article, in which order."""

from datetime import timedelta

import pytest
from django.db.models import F, Q
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search
from articles.models import Article, Author, Contribution, Section

pytestmark = pytest.mark.django_db


def article(headline="", body="", *authors, **fields):
    story = Article.objects.create(headline=headline, body=body, **fields)
    for order, name in enumerate(authors, 1):
        author, _ = Author.objects.get_or_create(name=name, note="")
        Contribution.objects.create(article=story, author=author, role="记者", order=order)
    return story


def headlines_of(text):
    return sorted(Article.objects.search(text).values_list("headline", flat=True))


@pytest.mark.parametrize(
    "typed",
    ["后白镇", "糜林", "水", "白镇糜", "镇", "产业，助", "2023", "202", "G20", "g", "ｇ２０", "Ｇ20峰会", "G20 水稻"],
)
def test_a_part_of_the_text_finds_the_article(typed):
    article("后白镇糜林村做强草坪产业，助力G20峰会", "2023年，当地水稻丰收。")
    article("别的消息", "与此无关")
    assert headlines_of(typed) == ["后白镇糜林村做强草坪产业，助力G20峰会"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("志愿者开展清河行动", "志願者開展"),
        ("展出《蘭亭序》摹本", "兰亭序"),
        ("隨著社會發展", "随着社会发展"),
        ("随着社会发展", "隨著社會發展"),
        ("乾隆年间的著作", "乾隆"),
        ("乾隆年间的著作", "著作"),
        ("三千名村⺠受益，⻓八公里", "村民受益"),
        ("三千名村⺠受益，⻓八公里", "长八公里"),
        ("代表王\u3000斌、李 舸参加", "王斌"),
        ("代表王\u3000斌、李 舸参加", "李舸参加"),
        ("代表王\u3000斌、李 舸参加", "表王"),
        ("公\u3000告", "公告"),
        ("王\u2003\u2003斌", "王斌"),
        ("投入1,000余元", "1000余元"),
        ("投入1,000余元", "投入1000"),
        ("投入1，000余元", "1000"),
        ("投入1\u2009000余元", "1000余元"),
        ("投入1,000余元", "000余元"),
        ("补贴3000元整", "3,000元"),
        ("补贴3000元整", "3，000元整"),
        ("补贴3000元整", "3\u2009000元"),
        ("从1000增至2,345,678元", "从1,000增至2345678元"),
        ("门牌101,102,103号", "102"),
        ("ＡＢＣ１２３４公司", "abc1,234公司"),
        ("王\u200b斌\ufe0f出席", "王斌出席"),
    ],
)
def test_other_spellings_find_the_article(written, typed):
    article(written)
    article("别的消息")
    assert headlines_of(typed) == [written]
    assert list(search.in_headlines(Article.objects.all(), typed)) == list(Article.objects.filter(headline=written))


@pytest.mark.parametrize("typed", ["2024年3月8日", "2024-03-08", "2024/3/8", "20240308"])
def test_a_day_finds_the_texts_that_name_it_in_any_form(typed):
    article("在前", "会议于2024年3月8日召开。")
    article("在后", "截至2024-03-08。")
    article("别的日子", "2024年3月18日，第8届3日游。")
    assert headlines_of(typed) == ["在前", "在后"]


@pytest.mark.parametrize("typed", ["3月8日", "第3版", "1999年3月8日", "3月8日放假"])
def test_a_story_that_only_holds_a_number_of_what_was_typed_is_not_near(typed):
    article("数字", "3人参加8场比赛，2月3日来，7月8号走，印了13版。")
    assert headlines_of(typed) == []


def test_a_day_does_not_find_those_that_begin_like_it():
    article("月中", "截至2024.3.18，又到2024-03-18。")
    assert headlines_of("2024年3月1日") == []


def test_nearest_to_a_day_are_texts_that_name_it_without_its_year():
    article("植树", "3月8日，县里植树。")
    article("下雨", "3月18日，县里下雨。")
    assert headlines_of("2024年3月8日") == ["植树"]


def test_names_are_not_read_across_lines_or_marks():
    article("先进个人", "王\n\n\u3000\u3000斌县来客\n\n王，斌")
    assert search.results(Article.objects.all(), "王斌").fallback


def test_excluded_terms_exclude_other_spellings():
    article("补贴3000元")
    article("補貼元")
    assert headlines_of('补贴 -"3,000元"') == ["補貼元"]


def test_a_query_that_only_excludes_leaves_the_rest():
    article("补贴3000元")
    article("春耕开始")
    article("秋收")
    assert headlines_of("-春耕 -秋收") == ["补贴3000元"]


def best_first(text):
    return list(Article.objects.search(text).values_list("headline", flat=True))


def test_headline_ranks_above_body():
    article("春耕", "草坪种植户增收。")
    article("草坪种植户增收", "春耕时节。")
    assert best_first("草坪种植") == ["草坪种植户增收", "春耕"]


def test_adjacent_terms_rank_above_separate_ones():
    article("合并的", "后白镇糜林村。" + "别的话。" * 20)
    article("分开的", "糜林村属于镇。后白镇" + "别的话。" * 20)
    assert best_first("后白镇 糜林") == ["合并的", "分开的"]


def test_adjacent_terms_in_a_body_rank_below_headlines():
    article("金华探寻养老新路", "养老院里，养老事业用上了金点子。")
    article("养老金今年上调", "今年起上调。" * 9)
    article("快讯", "养老金今年上调。养老金按时发放。")
    for number in range(5):
        article(f"无关的{number}", "晴。")
    assert best_first("养老 金") == ["养老金今年上调", "金华探寻养老新路", "快讯"]


def test_equal_ranks_are_ordered_newest_first():
    article("甲", "草坪产业。", date="2020-01-01")
    article("乙", "草坪产业。", date="2024-01-01")
    article("丙", "草坪产业。", date="2022-01-01")
    assert best_first("草坪") == ["乙", "丙", "甲"]


def test_copied_line_finds_the_story_that_opens_with_it():
    article("无关的", "拖欠、农民工、工资、顽疾，各说一遍。" + "农民工工资。" * 6)
    article("桂建通", "为解决拖欠农民工工资顽疾问题，全区推广工资卡。" + "工人满意。" * 30)
    assert best_first("针对拖欠农民工工资顽疾")[0] == "桂建通"


def test_headline_with_a_slip_finds_its_story_first():
    for number in range(30):
        article(f"第{number}届草坪节开幕", "后白镇幼儿园孩子参加草坪节，防震演习另行举行，开展得很热闹。")
    article("后白镇幼儿园开展防震演练", "孩子们有序撤离。")
    assert best_first("后白镇幼儿园展开防震演练")[0] == "后白镇幼儿园开展防震演练"


def test_rare_line_is_followed_by_the_nearest():
    article("围绕古树保护协商", "县政协今天召开双周协商会，谈古树。")
    article("双周协商会围绕养老协商", "县政协召开双周协商座谈会。")
    article("无关的", "天气晴。")
    result = search.results(Article.objects.all(), "县政协召开双周协商座谈会")
    titles = [article.headline for article in result.articles]
    assert (titles, result.nearest_from, result.fallback) == (["双周协商会围绕养老协商", "围绕古树保护协商"], 1, False)


@pytest.mark.parametrize("typed", ["双周协商座谈会", '"县政协召开双周协商座谈会"', "县政协召开双周协商 座谈会"])
def test_other_queries_are_not_followed_by_the_nearest(typed):
    article("围绕古树保护协商", "县政协今天召开双周协商会，谈古树。")
    article("双周协商会围绕养老协商", "县政协召开双周协商座谈会。")
    assert headlines_of(typed) == ["双周协商会围绕养老协商"]


def test_the_nearest_stay_within_the_queryset():
    for number in range(120):
        article(f"水利工程 {number}", "水利工程建设。", date="2024-01-01")
    article("老水利", "水利旧事。", date="1999-01-01")
    within = Article.objects.filter(date__year=1999)
    assert [each.headline for each in within.search("水利 鸵鸟")] == ["老水利"]
    assert list(Article.objects.none().search("水利 鸵鸟")) == []


def test_results_can_be_updated_and_deleted():
    article("草坪产业")
    article("水稻产业")
    Article.objects.search("草坪").update(deck="一改")
    assert list(Article.objects.filter(deck="一改").values_list("headline", flat=True)) == ["草坪产业"]
    Article.objects.search("水稻").order_by().delete()
    assert headlines_of("产业") == ["草坪产业"]


def test_results_work_as_a_subquery():
    article("草坪产业", "", "张晓明")
    article("水稻产业", "", "李梅")
    assert [author.name for author in Author.objects.filter(articles__in=Article.objects.search("草坪"))] == ["张晓明"]


SYNTAX = [
    '"', '""', "'", "AND", "a AND", "NOT NOT", "NEAR(a b)", "headline:水", "{headline}:水", "^水", "水*", "(", "((水)",
    "水 OR", "\x00水", "-- ;DROP TABLE articles_article", "%s %(a)s {} \\",
]  # fmt: skip


@pytest.mark.parametrize("typed", SYNTAX)
def test_database_query_syntax_has_no_effect(typed):
    article("水稻丰收")
    search_everything(typed)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=120))
def test_any_text_is_a_valid_query(db, typed):
    search_everything(typed)


def search_everything(typed):
    result = search.results(Article.objects.public(), typed)
    list(result.articles[:20])
    list(search.in_headlines(Article.objects.public(), typed))
    assert set(result.missing_terms) <= set(result.terms)
    search.parse(search.parse(typed).without(None))


@pytest.mark.parametrize("typed", ["河道", "河"])
def test_frequent_word_ranks_the_latest_and_counts_all(monkeypatch, typed):
    monkeypatch.setattr(search, "MAX_RANKED", 3)
    for number in range(20):
        article("河道" if number in (1, 2, 5, 8, 18) else "草坪", status="draft" if number == 8 else "approved")
    result = search.results(Article.objects.public(), typed)
    keys = list(Article.objects.public().filter(headline="河道").order_by("-pk").values_list("pk", flat=True))
    assert (result.best, result.are_all_ranked) == (keys[:3], False)
    assert result.articles.count() == result.number == 4


@pytest.mark.parametrize("typed", ["河道", "河"])
def test_scheduled_articles_are_not_found_in_a_small_paper(monkeypatch, typed):
    # With the statistics of few rows, SQLite 3.40 reads an index in a way that ignores the time.
    monkeypatch.setattr(search, "MAX_RANKED", 1)
    for status in ("approved", "approved", "approved", "draft", "withdrawn", "merged"):
        article("河道", status=status)
    article("河道", status="approved", publish_at=timezone.now() + timedelta(hours=1))
    search.after_insert([None])  # updates the statistics
    found = search.results(Article.objects.public(), typed)
    assert (found.number, len(found.articles)) == (3, 3)
    assert search.results(Article.objects.public().on(timezone.localdate()), typed).number == 3


@pytest.mark.parametrize("typed", ["河道", "河"])
def test_only_articles_of_the_queryset_are_counted(monkeypatch, typed):
    monkeypatch.setattr(search, "MAX_RANKED", 1)
    environment = Section.objects.get(slug="environment")
    for section in (environment, environment, None):
        article("河道", section=section, status="approved")
    for status in ("draft", "withdrawn", "merged"):
        article("河道", section=environment, status=status)
    now, hour = timezone.now(), timedelta(hours=1)
    article("河道", section=environment, status="approved", publish_at=now + hour)

    def number(articles):
        return search.results(articles, typed).number

    assert number(Article.objects.public()) == 3
    assert number(Article.objects.public().filter(section=environment)) == 2
    assert number(Article.objects.public().exclude(section=environment)) == 1
    assert number(Article.objects.public(now + 2 * hour)) == 4
    assert number(Article.objects.public(now - hour)) == 0
    assert number(Article.objects.public().filter(publish_at__lte=now - hour)) == 0
    assert number(Article.objects.public().filter(publish_at__lte=F("updated_at") + 2 * hour)) == 3
    assert number(Article.objects.filter(status="draft")) == 1
    assert number(Article.objects.exclude(status="approved", publish_at__lte=now)) == 4
    assert number(Article.objects.filter(Q(status="approved") | Q(publish_at__lte=now))) == 7
    assert number(Article.objects.all()) == 7


def test_page_name_may_contain_sql():
    for name in ('"articles_article"."nowhere"', "%s"):
        assert search.results(Article.objects.public().under_page_name(name), "河道").number == 0


@pytest.mark.parametrize("typed", ["河道", "河"])
def test_empty_queryset_has_no_results(typed):
    article("河道")
    result = search.results(Article.objects.none(), typed)
    assert (result.best, list(result.articles)) == ([], [])
