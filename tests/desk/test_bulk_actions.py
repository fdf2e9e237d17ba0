"""Admin actions on several stories: their effects, permissions and log entries."""

import datetime

from django.contrib.messages import get_messages
from django.utils import timezone

from articles.models import Article, AuditEntry, Author, Contribution, Problem, SignOff

from .conftest import make_story
from .forms import as_rendered

STORIES = "/admin/articles/article/"


def act(client, action, *rows, address=STORIES, **more):
    data = {"action": action, "_selected_action": [row.pk for row in rows]} | more
    return client.post(address, data)


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_selected_stories_are_signed_off_and_counted(colleague, editor, page):
    stories = [make_story(page, f"第{order}篇", order, status="draft") for order in (1, 2)]
    public = make_story(page, "已刊发", 3)
    response = act(colleague, "sign_off", public, *stories)
    assert messages_of(response) == ["有 1 篇稿件未动： 这篇稿件不待签发。", "已签发 2 篇稿件。"]
    assert sorted(SignOff.objects.values_list("article", "stage", "user")) == [
        (story.pk, "first", editor.pk) for story in stories
    ]
    assert {story.status for story in Article.objects.filter(pk__in=[story.pk for story in stories])} == {"draft"}


def test_final_sign_off_of_a_scheduled_story_says_that_it_waits(desk, page, settings):
    settings.REVIEW_STAGES = 1
    later = make_story(page, "明天的稿", 1, status="draft", publish_at=timezone.now() + datetime.timedelta(days=1))
    assert messages_of(act(desk, "sign_off", later)) == [
        "已签发 1 篇稿件。",
        "其中 1 篇待发，到刊发时间后读者才能看到。",
    ]
    assert Article.objects.get().status == "approved"
    assert not Article.objects.public().exists()


def test_scheduled_stories_are_reopened_and_public_ones_are_not(desk, page):
    later = make_story(page, "明天的稿", 1, publish_at=timezone.now() + datetime.timedelta(days=1))
    public = make_story(page, "今天的稿", 2)
    response = act(desk, "put_back_to_draft", later, public)
    assert messages_of(response) == [
        "有 1 篇稿件未动： 读者已能看到这篇稿件，请改用撤稿，让读者在原处看到说明。",
        "已将 1 篇稿件退回草稿。",
    ]
    assert [story.status for story in Article.objects.order_by("pk")] == ["draft", "approved"]


def test_withdrawing_asks_for_a_notice_and_can_be_undone(desk, page):
    stories = [make_story(page, f"第{order}篇", order) for order in (1, 2)]
    asked = act(desk, "withdraw", *stories).content.decode()
    assert "撤稿说明" in asked
    assert "第2篇" in asked
    assert Article.objects.public().count() == 2
    assert messages_of(act(desk, "withdraw", *stories, notice="内容有误，已撤下。")) == ["已撤下 2 篇稿件。"]
    assert not Article.objects.public().exists()
    assert {story.withdrawal_notice for story in Article.objects.withdrawn()} == {"内容有误，已撤下。"}
    assert messages_of(act(desk, "restore", *stories))[-1] == "已恢复 2 篇稿件。"
    assert Article.objects.public().count() == 2


def test_actions_at_the_desk_are_logged(desk, chief, story):
    act(desk, "withdraw", story, notice="内容有误。")
    act(desk, "restore", story)
    log = AuditEntry.objects.order_by("pk").values_list("user", "origin", "action", "subject", "detail")
    assert list(log) == [
        (chief.pk, "desk", "withdrawn", "水利局开展河湖保护", "内容有误。"),
        (chief.pk, "desk", "restored", "水利局开展河湖保护", ""),
    ]


def test_form_opened_before_a_withdrawal_cannot_republish_the_story(desk, colleague, story):
    address = f"{STORIES}{story.pk}/change/"
    open_form = as_rendered(colleague.get(address))
    act(desk, "withdraw", story, notice="内容有误。")
    assert "该稿件已被他人修改" in colleague.post(address, open_form).content.decode()
    assert Article.objects.get().status == "withdrawn"


def test_problems_of_selected_stories_are_settled_by_the_editor(desk, chief, story, doubtful):
    assert messages_of(act(desk, "settle_problems", story, doubtful)) == ["已处理 2 处疑点。"]
    assert set(Problem.objects.values_list("settled_by", flat=True)) == {chief.pk}
    assert list(AuditEntry.objects.values_list("action", "article")) == [("settled", doubtful.pk)]


def test_problems_are_settled_from_their_own_list(desk, doubtful):
    first, second = doubtful.problems.all()
    response = act(desk, "settle", first, address="/admin/articles/problem/")
    assert messages_of(response) == ["已处理 1 处疑点。"]
    assert list(Problem.objects.open()) == [second]


def test_problem_address_redirects_to_its_story(desk, doubtful):
    problem = doubtful.problems.first()
    response = desk.get(f"/admin/articles/problem/{problem.pk}/change/")
    assert response.url == f"{STORIES}{doubtful.pk}/change/"
    assert desk.get("/admin/articles/problem/99999/change/").status_code == 404


# Authors who are one person


def test_merging_two_authors_keeps_every_byline(desk, page, story):
    other = make_story(page, "另一篇", 2)
    misread = Author.objects.create(name="曹路")
    Contribution.objects.create(article=other, author=misread, role="记者", printed="曹路")
    Contribution.objects.create(article=story, author=misread, role="记者", order=3, printed="曹路")
    kept = Author.objects.get(name="曹璐")
    asked = act(desk, "merge", misread, kept, address="/admin/articles/author/")
    assert "保留哪一个姓名？" in asked.content.decode()
    response = act(desk, "merge", misread, kept, address="/admin/articles/author/", stays=kept.pk)
    assert messages_of(response) == ["曹璐：并入 曹路 的稿件。"]
    assert list(Author.objects.present().values_list("name", flat=True)) == ["余波", "曹璐"]
    assert [(c.author.name, c.printed) for c in other.contributions.all()] == [("曹璐", "曹路")]
    assert [c.author.name for c in story.contributions.all()] == ["曹璐", "余波"]


def test_merging_needs_two_authors(desk, story):
    response = act(desk, "merge", Author.objects.first(), address="/admin/articles/author/")
    assert messages_of(response) == ["请至少选择两位作者。"]


def test_author_who_stays_must_be_among_the_selected(desk, story):
    stranger = Author.objects.create(name="芮珊")
    first, second = Author.objects.exclude(pk=stranger.pk)
    act(desk, "merge", first, second, address="/admin/articles/author/", stays=stranger.pk)
    assert Author.objects.count() == 3


# Who may what


def test_editor_without_delete_permission_cannot_delete(colleague, story, doubtful):
    assert "delete_selected" not in colleague.get(STORIES).content.decode()
    assert colleague.post(f"{STORIES}{story.pk}/delete/", {"post": "yes"}).status_code == 403
    act(colleague, "delete_selected", story, post="yes")
    first, second = Author.objects.all()
    act(colleague, "merge", first, second, address="/admin/articles/author/", stays=first.pk)
    assert Article.objects.count() == 2
    assert Author.objects.count() == 2


def test_editor_may_settle_problems_but_not_withdraw(colleague, story, doubtful):
    assert messages_of(act(colleague, "settle_problems", doubtful)) == ["已处理 2 处疑点。"]
    act(colleague, "withdraw", story, notice="内容有误。")
    assert Article.objects.get(pk=story.pk).status == "approved"


def test_view_permission_alone_changes_nothing(colleague, editor, story, doubtful):
    group = editor.groups.get()
    group.permissions.remove(*group.permissions.exclude(codename__startswith="view_"))
    page = colleague.get(f"{STORIES}{doubtful.pk}/change/")
    assert page.status_code == 200
    assert "版面上这篇稿件没有标题。" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert colleague.post(f"{STORIES}{story.pk}/change/", as_rendered(page)).status_code == 403
    for action in ("sign_off", "put_back_to_draft", "settle_problems"):
        act(colleague, action, story, doubtful)
    assert set(Article.objects.values_list("status", flat=True)) == {"approved"}
    assert Problem.objects.open().count() == 2


def test_problems_cannot_be_added_or_deleted_by_hand(desk, doubtful):
    assert desk.get("/admin/articles/problem/add/").status_code == 403
    problem = doubtful.problems.first()
    assert desk.post(f"/admin/articles/problem/{problem.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Problem.objects.count() == 2


def test_anonymous_user_is_redirected_to_login(client, story):
    for address in (STORIES, f"{STORIES}{story.pk}/change/", "/admin/autocomplete/"):
        assert client.get(address).url.startswith("/admin/login/")
