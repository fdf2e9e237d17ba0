"""The story's page at the desk: what it shows, and what saving does."""

from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, AuditEntry, Author, Problem, Section

from .conftest import account, make_story
from .forms import as_rendered


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def fields(article):
    """Every column of the story, except those that each save changes."""
    moving = {"version", "updated_at"}
    row = Article.objects.values().get(pk=article.pk)
    return {name: value for name, value in row.items() if name not in moving}


def test_saving_an_unchanged_story_changes_nothing(desk, story, doubtful):
    story.kicker, story.deck, story.dateline = "引题", "——副题", "本报讯（记者 曹璐）"
    story.section_reason = {"score": 7, "headline": {"河湖": 1}, "body": {"水": 2}}
    story.imported = {"body": story.body, "headline": story.headline, "byline": [["曹璐", "记者"]]}
    story.save()
    before, byline = fields(story), list(story.contributions.values())
    response = desk.post(change(story), as_rendered(desk.get(change(story))))
    assert response.status_code == 302
    assert fields(story) == before
    assert list(story.contributions.values()) == byline
    assert story.placements.get().first_line == 1


def settle(client, problem, **options):
    return client.post(reverse("admin:articles_article_settle", args=[problem.article_id, problem.pk]), **options)


def test_saving_goes_on_to_the_next_story_in_doubt(desk, page, doubtful):
    following = make_story(page, "第二篇", order=3)
    following.problems.create(code="no_text", page=page, line=11)
    data = as_rendered(desk.get(change(doubtful)))
    response = desk.post(change(doubtful), data | {"headline": "睦邻善治", "_next": "1"})
    assert response.url == change(following)
    doubtful.refresh_from_db()
    assert (doubtful.headline, doubtful.title) == ("睦邻善治", "睦邻善治")


def test_message_after_the_last_waiting_story(desk, chief, doubtful):
    doubtful.problems.settle(chief)
    data = as_rendered(desk.get(change(doubtful)))
    response = desk.post(change(doubtful), data | {"_next": "1"}, follow=True)
    assert "待审稿件已全部审完" in response.content.decode()


def test_problem_is_settled_by_the_editor_and_reopened(desk, chief, doubtful):
    first, second = doubtful.problems.all()
    assert settle(desk, first).url == change(doubtful)
    assert list(doubtful.problems.values_list("settled_by", flat=True)) == [chief.pk, None]
    assert AuditEntry.objects.get(action="settled").detail == "版面上这篇稿件没有标题。"
    desk.post(reverse("admin:articles_article_settle", args=[doubtful.pk, first.pk]) + "?again=1")
    assert list(Problem.objects.open()) == [first, second]


def test_typed_text_is_saved_when_a_problem_is_settled(desk, doubtful):
    data = as_rendered(desk.get(change(doubtful))) | {"headline": "睦邻善治"}
    settle(desk, doubtful.problems.first(), data=data)
    assert Article.objects.get(pk=doubtful.pk).headline == "睦邻善治"
    assert Problem.objects.open().count() == 1


def test_script_settles_a_problem_without_saving_the_form(desk, doubtful):
    data = as_rendered(desk.get(change(doubtful))) | {"headline": "没有保存的题"}
    answer = settle(desk, doubtful.problems.first(), data=data, headers={"accept": "application/json"})
    assert answer.json() == {"settled": True}
    assert Problem.objects.open().count() == 1
    assert Article.objects.get(pk=doubtful.pk).headline == ""


def test_settling_needs_permission_and_a_problem_of_the_story(desk, client, story, doubtful):
    problem = doubtful.problems.first()
    elsewhere = reverse("admin:articles_article_settle", args=[story.pk, problem.pk])
    assert "这处疑点已不存在。" in desk.post(elsewhere, follow=True).content.decode()
    assert desk.post(elsewhere, headers={"accept": "application/json"}).status_code == 404
    client.force_login(account("operator", "运维员", "运维"))
    assert settle(client, problem).status_code == 403
    assert settle(client, problem, headers={"accept": "application/json"}).status_code == 403
    assert Problem.objects.open().count() == 2


def test_page_source_marks_the_storys_lines_and_problems(desk, page, story, doubtful):
    html = desk.get(change(doubtful)).content.decode()
    assert f'<li value="7" id="line-{page.pk}-7" class="desk-own desk-doubtful">(上接1版)党员志愿者走进社区。' in html
    assert f'<li value="3" id="line-{page.pk}-3" class="">连日来,水利局开展整治行动。' in html
    assert "“庄倩如”可能是署名，暂留在正文中。请确认作者是谁。" in html
    assert f'<a class="desk-other" href="{change(story)}">水利局开展河湖保护</a>' in html


def test_lines_of_a_merged_story_are_marked_too(desk, page, story, doubtful, chief):
    editing.merge_with_next(story.pk, Actor.at_desk(chief))
    html = desk.get(change(story)).content.decode()
    assert html.count('class="desk-own') == 5


def test_byline_keeps_its_order_and_new_names_go_last(desk, story):
    third = Author.objects.create(name="芮珊")
    data = as_rendered(desk.get(change(story)))
    data |= {"contributions-TOTAL_FORMS": "3", "contributions-2-author": third.pk, "contributions-2-role": "通讯员"}
    data |= {"contributions-2-article": story.pk, "contributions-2-id": "", "contributions-2-order": "3"}
    data |= {"contributions-0-order": "2", "contributions-1-order": "1"}
    assert desk.post(change(story), data).status_code == 302
    byline = [str(contribution) for contribution in story.contributions.all()]
    assert byline == ["记者 余波", "记者 曹璐", "通讯员 芮珊"]


def test_section_is_explained_by_its_keywords(desk, story):
    story.section_reason = {"score": 12, "headline": {"水利": 1, "河湖": 1}, "body": {"河湖": 1, "河道": 3}}
    story.imported = {"section": story.section_id}
    story.save()
    html = desk.get(change(story)).content.decode()
    assert "自动判断，得 12 分。 标题中的关键词：水利、河湖。 正文中的关键词：河道 ×3、河湖。" in html


def test_section_chosen_by_an_editor_is_not_called_guessed(desk, story):
    story.section_reason = {"score": 12, "headline": {"河湖": 1}, "body": {}}
    story.imported = {"section": Section.objects.get(slug="law").pk}
    story.save()
    html = desk.get(change(story)).content.decode()
    assert "由编辑选定" in html
    assert "自动判断" not in html


def test_only_public_stories_link_to_the_site(desk, story):
    assert story.get_absolute_url() in desk.get(change(story)).content.decode()
    story.publish_at = timezone.now() + timezone.timedelta(days=1)
    story.save()
    assert story.get_absolute_url() not in desk.get(change(story)).content.decode()


def test_story_is_written_at_the_desk(desk, db):
    data = as_rendered(desk.get(reverse("admin:articles_article_add")))
    desk.post(reverse("admin:articles_article_add"), data | {"headline": "新稿", "body": "第一段。\r\n\r\n第二段。"})
    article = Article.objects.get()
    assert (article.origin, article.status, article.body) == ("written", "writing", "第一段。\n\n第二段。")


def test_blank_body_is_refused(desk, story):
    data = as_rendered(desk.get(change(story))) | {"body": " \r\n\u3000"}
    assert desk.post(change(story), data).status_code == 200
    assert Article.objects.get(pk=story.pk).body == story.body


def test_every_save_is_in_the_history(desk, chief, story):
    desk.post(change(story), as_rendered(desk.get(change(story))) | {"headline": "改题"})
    entry = LogEntry.objects.get(object_id=story.pk)
    assert entry.user == chief
    assert "主题" in entry.get_change_message()
