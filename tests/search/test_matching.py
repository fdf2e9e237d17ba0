"""The contract of the search, the same on every database: what is found by what."""

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
    written = Article.objects.create(headline=headline, body=body, **fields)
    for order, name in enumerate(authors, 1):
        author, _ = Author.objects.get_or_create(name=name, note="")
        Contribution.objects.create(article=written, author=author, role="记者", order=order)
    return written


def found(text):
    return sorted(Article.objects.search(text).values_list("headline", flat=True))


@pytest.mark.parametrize(
    "typed",
    ["后白镇", "糜林", "水", "白镇糜", "镇", "产业，助", "2023", "202", "G20", "g", "ｇ２０", "Ｇ20峰会", "G20 水稻"],
)
def test_a_piece_of_the_text_finds_the_article(typed):
    article("后白镇糜林村做强草坪产业，助力G20峰会", "2023年，当地水稻丰收。")
    article("别的消息", "与此无关")
    assert found(typed) == ["后白镇糜林村做强草坪产业，助力G20峰会"]


def best_first(text):
    return list(Article.objects.search(text).values_list("headline", flat=True))


def test_a_headline_counts_more_than_a_body():
    article("春耕", "草坪种植户增收。")
    article("草坪种植户增收", "春耕时节。")
    assert best_first("草坪种植") == ["草坪种植户增收", "春耕"]


def test_terms_that_stand_together_count_more_than_scattered_ones():
    article("合并的", "后白镇糜林村。" + "别的话。" * 20)
    article("分开的", "糜林村属于镇。后白镇" + "别的话。" * 20)
    assert best_first("后白镇 糜林") == ["合并的", "分开的"]


def test_of_headlines_that_of_terms_that_stand_together_comes_first_and_a_body_last():
    article("金华探寻养老新路", "养老院里，养老事业用上了金点子。")
    article("养老金今年上调", "今年起上调。" * 9)
    article("快讯", "养老金今年上调。养老金按时发放。")
    for number in range(5):
        article(f"无关的{number}", "晴。")
    assert best_first("养老 金") == ["养老金今年上调", "金华探寻养老新路", "快讯"]


def test_of_equals_the_newest_comes_first():
    article("甲", "草坪产业。", date="2020-01-01")
    article("乙", "草坪产业。", date="2024-01-01")
    article("丙", "草坪产业。", date="2022-01-01")
    assert best_first("草坪") == ["乙", "丙", "甲"]


def test_a_line_copied_from_the_paper_finds_the_story_that_opens_with_it():
    article("无关的", "拖欠、农民工、工资、顽疾，各说一遍。" + "农民工工资。" * 6)
    article("桂建通", "为解决拖欠农民工工资顽疾问题，全区推广工资卡。" + "工人满意。" * 30)
    assert best_first("针对拖欠农民工工资顽疾")[0] == "桂建通"


def test_a_headline_typed_with_a_slip_finds_its_story_first():
    for number in range(30):
        article(f"第{number}届草坪节开幕", "后白镇幼儿园孩子参加草坪节，防震演习另行举行，开展得很热闹。")
    article("后白镇幼儿园开展防震演练", "孩子们有序撤离。")
    assert best_first("后白镇幼儿园展开防震演练")[0] == "后白镇幼儿园开展防震演练"


def test_a_line_held_by_few_is_followed_by_the_nearest():
    article("围绕古树保护协商", "县政协今天召开双周协商会，谈古树。")
    article("双周协商会围绕养老协商", "县政协召开双周协商座谈会。")
    article("无关的", "天气晴。")
    result = search.results(Article.objects.all(), "县政协召开双周协商座谈会")
    titles = [article.headline for article in result.articles]
    assert (titles, result.nearest_from, result.fallback) == (["双周协商会围绕养老协商", "围绕古树保护协商"], 1, False)


@pytest.mark.parametrize("typed", ["双周协商座谈会", '"县政协召开双周协商座谈会"', "县政协召开双周协商 座谈会"])
def test_a_short_term_exact_text_and_several_terms_are_followed_by_nothing(typed):
    article("围绕古树保护协商", "县政协今天召开双周协商会，谈古树。")
    article("双周协商会围绕养老协商", "县政协召开双周协商座谈会。")
    assert found(typed) == ["双周协商会围绕养老协商"]


def test_the_nearest_are_sought_within_the_limits_of_a_search():
    for number in range(120):
        article(f"水利工程 {number}", "水利工程建设。", date="2024-01-01")
    article("老水利", "水利旧事。", date="1999-01-01")
    within = Article.objects.filter(date__year=1999)
    assert [each.headline for each in within.search("水利 鸵鸟")] == ["老水利"]
    assert list(Article.objects.none().search("水利 鸵鸟")) == []


def test_what_was_found_can_be_changed_and_deleted_in_bulk():
    article("草坪产业")
    article("水稻产业")
    Article.objects.search("草坪").update(deck="一改")
    assert list(Article.objects.filter(deck="一改").values_list("headline", flat=True)) == ["草坪产业"]
    Article.objects.search("水稻").order_by().delete()
    assert found("产业") == ["草坪产业"]


def test_what_was_found_serves_inside_another_query():
    article("草坪产业", "", "张晓明")
    article("水稻产业", "", "李梅")
    assert [author.name for author in Author.objects.filter(articles__in=Article.objects.search("草坪"))] == ["张晓明"]


NASTY = [
    '"', '""', "'", "AND", "a AND", "NOT NOT", "NEAR(a b)", "headline:水", "{headline}:水", "^水", "水*", "(", "((水)",
    "水 OR", "\x00水", "-- ;DROP TABLE articles_article", "%s %(a)s {} \\",
]  # fmt: skip


@pytest.mark.parametrize("typed", NASTY)
def test_no_sign_of_a_query_language_is_one_here(typed):
    article("水稻丰收")
    asked(typed)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=120))
def test_whatever_is_typed_is_answered_without_an_error(db, typed):
    asked(typed)


def asked(typed):
    """Everything that a page asks of what was typed."""
    found = search.results(Article.objects.public(), typed)
    list(found.articles[:20])
    list(search.in_headlines(Article.objects.public(), typed))
    assert set(found.missing_terms) <= set(found.terms)
    search.parse(search.parse(typed).without(None))


@pytest.mark.parametrize("typed", ["河道", "河"])
def test_of_a_frequent_word_the_last_are_ranked_and_all_are_counted_wherever_they_stand(monkeypatch, typed):
    monkeypatch.setattr(search, "MOST", 3)
    for number in range(20):
        article("河道" if number in (1, 2, 5, 8, 18) else "草坪", status="draft" if number == 8 else "approved")
    result = search.results(Article.objects.public(), typed)
    keys = list(Article.objects.public().filter(headline="河道").order_by("-pk").values_list("pk", flat=True))
    assert (result.best, result.are_all_ranked) == (keys[:3], False)
    assert result.articles.count() == result.number == 4


@pytest.mark.parametrize("typed", ["河道", "河"])
def test_neither_drafts_nor_what_was_taken_back_nor_what_is_still_to_come_are_counted(monkeypatch, typed):
    monkeypatch.setattr(search, "MOST", 1)
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


def test_a_page_may_have_the_name_of_a_column():
    for name in ('"articles_article"."nowhere"', "%s"):
        assert search.results(Article.objects.public().under_page_name(name), "河道").number == 0


@pytest.mark.parametrize("typed", ["河道", "河"])
def test_among_no_articles_nothing_is_found(typed):
    article("河道")
    found = search.results(Article.objects.none(), typed)
    assert (found.best, list(found.articles)) == ([], [])
