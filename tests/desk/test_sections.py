"""Sections as people manage them: order, addresses, merging, retiring; and the guess of a section, shown as a guess."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client

from articles import editing
from articles.editing import Actor
from articles.importing import IssueSource, PageSource, import_issue
from articles.models import ApiToken, Article, AuditEntry, FormerAddress, Section

from .conftest import account, make_story
from .forms import as_rendered

pytestmark = pytest.mark.django_db
SECTIONS = "/admin/articles/section/"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def chief_desk(db):
    return client_of(account("boss", "孙总编", "总编辑"))


def section(slug):
    return Section.objects.get(slug=slug)


def names():
    return list(Section.objects.present().values_list("name", flat=True))


def add(client, **typed):
    return client.post(f"{SECTIONS}add/", {"name": "", "slug": "", "keywords": ""} | typed)


def change(client, row, **typed):
    address = f"{SECTIONS}{row.pk}/change/"
    return client.post(address, as_rendered(client.get(address)) | typed)


def merge(client, *rows, stays):
    chosen = {"action": "merge", "_selected_action": [row.pk for row in rows], "stays": stays.pk}
    return client.post(SECTIONS, chosen, follow=True)


def read(path):
    """(status, Location)"""
    response = Client().get(path)
    return response.status_code, response.get("Location")


# New sections


def test_new_section_gets_its_address_from_pinyin_and_goes_last(chief_desk):
    assert add(chief_desk, name="乡村振兴").status_code == 302
    assert section("xiangcunzhenxing").name == names()[-1] == "乡村振兴"
    add(chief_desk, name="乡村 振兴")
    add(chief_desk, name="乡村·振兴")
    assert list(Section.objects.values_list("slug", flat=True))[-2:] == ["xiangcun-zhenxing", "xiangcun-zhenxing-2"]
    assert add(chief_desk, name="〇").status_code == 302
    assert section("section").name == "〇"


def test_chinese_address_is_answered_by_one_sentence(chief_desk):
    page = add(chief_desk, name="茶乡", slug="茶乡").content.decode()
    assert "网址里只能用英文字母、数字、“-”和“_”。不填就按名称的拼音自动生成。" in page
    assert not Section.objects.filter(name="茶乡").exists()


def test_a_blank_address_of_an_old_section_stays(chief_desk):
    change(chief_desk, section("law"), slug="", name="平安")
    assert section("law").name == "平安"


# Order


def test_sections_are_moved_by_buttons_and_by_the_script(chief_desk):
    before = names()
    moved = chief_desk.post(f"{SECTIONS}order/", {"down": section("politics").pk})
    assert moved["Location"] == SECTIONS
    assert names() == [before[1], before[0], *before[2:]]
    chief_desk.post(f"{SECTIONS}order/", {"up": section("politics").pk})
    assert names() == before
    chief_desk.post(f"{SECTIONS}order/", {"up": section("politics").pk})
    assert names() == before, "The first one cannot go higher."
    keys = ",".join(str(section(slug).pk) for slug in ("general", "law"))
    chief_desk.post(f"{SECTIONS}order/", {"order": keys})
    assert names()[:3] == ["综合", "法治", before[0]]
    line = AuditEntry.objects.latest("pk")
    assert (line.subject, line.detail[:8]) == ("栏目顺序", "综合、法治、时政")


def test_nonsense_changes_no_order(chief_desk):
    before = names()
    for sent in ({}, {"up": "x"}, {"down": "999999"}, {"order": "a,,-3," * 50}):
        assert chief_desk.post(f"{SECTIONS}order/", sent).status_code == 302
    assert names() == before


# Merging


def test_merged_section_gives_stories_keywords_and_addresses_away(chief_desk, story):
    farming, environment = section("farming"), story.section
    change(chief_desk, environment, slug="green")
    seen = Article.objects.get(pk=story.pk).updated_at
    answer = merge(chief_desk, farming, environment, stays=farming)
    assert "三农" in " ".join(map(str, get_messages(answer.wsgi_request))) or "三农" in answer.content.decode()
    story.refresh_from_db()
    assert story.section == farming
    assert story.updated_at > seen, "Caches and the API learn of the new section."
    for slug in ("green", "environment"):
        assert read(f"/sections/{slug}/?year=2023") == (301, "/sections/farming/?year=2023")
        assert read(f"/sections/{slug}/feed.atom") == (301, "/sections/farming/feed.atom")
        assert read(f"/api/v1/sections/{slug}/") == (301, "/api/v1/sections/farming/")
        found = Client().get(f"/api/v1/search/?q=河湖&section={slug}").json()
        assert [each["id"] for each in found["results"]] == [story.pk]
        assert found["facets"]["sections"] == [{"slug": "farming", "name": "三农", "count": 1}]
    assert "湿地" in Section.objects.get(slug="farming").keyword_list
    assert "生态环境" not in names()
    assert "生态环境" not in Client().get("/").content.decode()


def test_there_is_never_a_chain_of_merged_sections(chief_desk, story):
    law, livelihood = section("law"), section("livelihood")
    merge(chief_desk, law, story.section, stays=law)
    merge(chief_desk, law, livelihood, stays=livelihood)
    assert read("/sections/environment/") == (301, "/sections/livelihood/")


def test_merged_name_is_taken_and_says_why(chief_desk):
    law, sports = section("law"), section("sports")
    merge(chief_desk, law, sports, stays=law)
    assert "“体育”已并入“法治”，请另取一个名称。" in add(chief_desk, name="体育").content.decode()


def test_merging_needs_two_sections_and_the_right_to_amend_public_ones(chief_desk, story):
    assert "请至少选两个栏目。" in merge(chief_desk, story.section, stays=story.section).content.decode()
    operator = client_of(account("ops", "运维", "运维"))
    refused = merge(operator, section("law"), story.section, stays=section("law")).content.decode()
    assert "只有可以直接修改已见报稿件的人（如总编辑）才能改" in refused
    assert section("environment").merged_into is None


def test_old_versions_and_open_forms_follow_a_merged_section(chief_desk, story, editor):
    environment, law = story.section, section("law")
    address = f"/admin/articles/article/{story.pk}/change/"
    opened = as_rendered(chief_desk.get(address))
    assert opened["section"] == str(environment.pk)
    with editing.changing(story.pk, Actor.at_desk(editor)) as changing:
        changing.article.headline = "改过的题"
        changing.article.save()
    merge(chief_desk, law, environment, stays=law)
    sent = opened | {"opened_version": Article.objects.get(pk=story.pk).version, "deck": "新副题"}
    assert chief_desk.post(address, sent).status_code == 302
    story.refresh_from_db()
    assert (story.section, story.deck) == (law, "新副题")
    editing.restore_revision(story.revisions.earliest("pk"), Actor.at_desk(User.objects.get(username="boss")))
    story.refresh_from_db()
    assert (story.section, story.deck) == (law, "")


# Retiring and deleting


def test_retired_section_takes_no_new_story_and_stays_readable(chief_desk, story):
    change(chief_desk, story.section, retired="on")
    assert read("/sections/environment/") == (200, None)
    other = make_story(story.placements.get().page, "另一篇", order=3, status="draft")
    other_form = f"/admin/articles/article/{other.pk}/change/"
    assert ">生态环境</option>" not in chief_desk.get(other_form).content.decode()
    sent = as_rendered(chief_desk.get(other_form)) | {"section": story.section_id}
    assert "栏目“生态环境”已停用，不再收新稿，请另选一个。" in chief_desk.post(other_form, sent).content.decode()
    own_form = f"/admin/articles/article/{story.pk}/change/"
    kept = as_rendered(chief_desk.get(own_form)) | {"deck": "它自己的栏目照旧"}
    assert chief_desk.post(own_form, kept).status_code == 302


def test_api_refuses_a_retired_section_for_new_stories(chief_desk, story):
    change(chief_desk, story.section, retired="on")
    _token, secret = ApiToken.objects.issue(User.objects.get(username="boss"), "排版")
    sent = {"headline": "题", "body": "正文。", "section": "environment"}
    headers = {"Authorization": f"Bearer {secret}"}
    answer = Client().post("/api/v1/desk/articles/", sent, "application/json", headers=headers)
    assert (answer.status_code, "栏目“生态环境”已停用，不再收新稿，请另选一个。" in answer.content.decode()) == (
        400,
        True,
    )
    etag = Client().get(f"/api/v1/desk/articles/{story.pk}/", headers=headers)["ETag"]
    own = Client().patch(
        f"/api/v1/desk/articles/{story.pk}/", sent, "application/json", headers=headers | {"If-Match": etag}
    )
    assert own.status_code == 200


def test_who_may_only_see_sections_gets_no_buttons_to_order_them(colleague):
    page = colleague.get(SECTIONS).content.decode()
    assert "生态环境" in page
    assert "desk-move" not in page
    assert colleague.post(f"{SECTIONS}order/", {"down": section("politics").pk}).status_code == 403


def test_importer_guesses_no_retired_section():
    Section.objects.filter(slug="environment").update(retired=True)
    assert imported(RIVERS).section_id is None


def test_chief_deletes_only_sections_without_stories(chief_desk, story):
    hidden = make_story(story.placements.get().page, "草稿", order=3, status="draft", section=section("law"))
    for slug, is_left in [("environment", True), ("law", True), ("opinion", False)]:
        chief_desk.post(f"{SECTIONS}{section(slug).pk}/delete/", {"post": "yes"})
        assert Section.objects.filter(slug=slug).exists() == is_left, slug
    assert hidden.section.slug == "law"


def test_superusers_delete_page_says_what_becomes_of_stories(desk, story):
    make_story(story.placements.get().page, "草稿", order=3, status="draft", section=section("law"))
    page = desk.get(f"{SECTIONS}{section('law').pk}/delete/").content.decode()
    assert "1 篇未见报的稿件会留下，但不再属于任何栏目。" in page


# The guess of a section

RIVERS = "河道清淤 河湖变清\n\n县水利局连日清理河道垃圾，河道水质好转，河湖保护见成效。河道两岸百姓称赞。"
UNSURE = "秋天的一个下午\n\n他在医院门口等人，又去了一趟医院，后来在医院旁边吃了碗面，回家时天已经黑了。"


def imported(text):
    """The story of a page with this text, imported by the command."""
    source = IssueSource(date(2024, 3, 5), "", (PageSource("1", "要闻", "1.txt", text),))
    import_issue(source)
    return Article.objects.get(date=date(2024, 3, 5))


def test_sure_guess_is_set_and_unsure_one_proposed():
    assert imported(RIVERS).section.slug == "environment"
    Article.objects.all().delete()
    unsure = imported(UNSURE)
    assert unsure.section is None
    assert [problem.sentence for problem in unsure.problems.open()] == [
        "这篇稿件可能属于“健康”栏目，但把握不大。选定栏目之前，读者看到的稿件不带栏目。"
    ]
    assert unsure.is_public
    page = Client().get(unsure.get_absolute_url()).content.decode()
    assert "健康" not in re.sub("(?s)<(nav|header)\\b.*?</\\1>", "", page)
    assert Client().get(f"/api/v1/articles/{unsure.pk}/").json()["section"] is None


def test_proposal_is_taken_with_one_button_and_settles_the_doubt(chief_desk):
    unsure = imported(UNSURE)
    form = f"/admin/articles/article/{unsure.pk}/change/"
    page = chief_desk.get(form)
    assert "建议：“健康”。 正文中的关键词：医院 ×3。" in page.content.decode()
    taken = chief_desk.post(form, as_rendered(page) | {"_section": section("health").pk, "deck": "也存下"})
    assert taken["Location"] == form
    unsure.refresh_from_db()
    assert (unsure.section.slug, unsure.deck) == ("health", "也存下")
    assert not unsure.problems.open().exists()
    page = chief_desk.get(form).content.decode()
    assert "编辑部选定" in page or "由编辑选定" in page
    assert "采用并保存" not in page


def test_editors_choice_of_a_public_storys_section_waits_for_review(colleague):
    unsure = imported(UNSURE)
    form = f"/admin/articles/article/{unsure.pk}/change/"
    colleague.post(form, as_rendered(colleague.get(form)) | {"_section": section("health").pk})
    unsure.refresh_from_db()
    assert unsure.section is None
    assert unsure.pending.snapshot["section_name"] == "健康"
    assert not unsure.problems.open().exists()


def test_importing_again_changes_nothing_and_keeps_the_answer(chief_desk):
    first = imported(UNSURE)
    again = imported(UNSURE)
    assert (again.pk, again.version, again.problems.open().count()) == (first.pk, 1, 1)
    with editing.changing(first.pk, Actor.command()) as change:
        change.article.section = section("culture")
        change.article.save()
    again = imported(UNSURE)
    assert (again.section.slug, again.problems.open().count()) == ("culture", 0)


def test_a_section_set_by_an_earlier_import_stays_though_it_is_unsure_now():
    article = imported(UNSURE)
    health = section("health")
    article.problems.all().delete()
    Article.objects.update(section=health, imported=article.imported | {"section": health.pk})
    again = imported(UNSURE)
    assert (again.section, again.version, again.problems.count()) == (health, 1, 0)


def test_written_story_gets_a_proposal_and_a_mark_in_the_list(chief_desk, page):
    story = make_story(page, "河道清淤", body="县水利局清理河道，河道变清。", status="draft")
    Article.objects.update(origin="written")
    form = chief_desk.get(f"/admin/articles/article/{story.pk}/change/").content.decode()
    assert "建议：“生态环境”。" in form
    assert "还没有选定栏目，读者看到的稿件不带栏目。" in form
    assert "未定栏目" in chief_desk.get("/admin/articles/article/").content.decode()


def test_sections_former_addresses_are_found_after_merging(chief_desk, story):
    change(chief_desk, story.section, slug="green")
    assert FormerAddress.objects.filter(path="/sections/environment/").exists()
    merge(chief_desk, section("law"), story.section, stays=section("law"))
    assert read("/sections/environment/") == (301, "/sections/law/")


WORDLESS = "黄昏\n\n他回家时天已经黑了，桌上的茶还是热的，窗外起了一点风，猫在门口等着。"
NO_SECTION = "没有找到合适的栏目，请选定；选定之前，读者看到的是没有栏目的稿件。"


def open_doubts(story):
    return [problem.sentence for problem in story.problems.open()]


def test_imported_story_without_any_keyword_is_a_doubt_until_a_section_is_chosen(chief_desk):
    source = IssueSource(date(2024, 3, 5), "", (PageSource("1", "要闻", "1.txt", WORDLESS),))
    report = import_issue(source)
    assert [[doubt.sentence for doubt in story.doubts] for story in report.stories] == [[NO_SECTION]]
    story = Article.objects.get()
    assert open_doubts(story) == [NO_SECTION]
    form = f"/admin/articles/article/{story.pk}/change/"
    chief_desk.post(form, as_rendered(chief_desk.get(form)) | {"section": section("culture").pk})
    assert open_doubts(story) == []
    import_issue(source)
    assert open_doubts(story) == []


def test_story_written_without_a_section_is_a_doubt_once_it_is_submitted(client):
    client.force_login(account("reporter", "陈记者", "记者"))
    add = "/admin/articles/article/add/"
    typed = as_rendered(client.get(add)) | {"headline": "黄昏", "body": "天黑了。"}
    client.post(add, typed | {"_continue": "1"})
    story = Article.objects.get()
    assert open_doubts(story) == []
    client.post(f"/admin/articles/article/{story.pk}/submit/", {"opened_version": story.version})
    assert open_doubts(story) == [NO_SECTION]
    form = f"/admin/articles/article/{story.pk}/change/"
    client.post(form, as_rendered(client.get(form)) | {"section": section("culture").pk})
    assert open_doubts(story) == []
    client.post(add, typed | {"headline": "清晨", "_submit": "1"})
    assert open_doubts(Article.objects.get(headline="清晨")) == [NO_SECTION]
