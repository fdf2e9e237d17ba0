"""The writer's own name in the byline, accounts linked to authors, and pen names that lead to the person."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Account, Article, AuditEntry, Author, Contribution
from tests.site.rows import illustrate, picture, story

from .conftest import account
from .forms import as_rendered
from .test_printed import SEEN, changed, messages_of, read

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
BOX = "用我的名字：记者 赵一鸣"


@pytest.fixture
def reporter():
    return account("zhao", "赵一鸣", "记者")


@pytest.fixture
def writer(client, reporter):
    """The reporter's client."""
    client.force_login(reporter)
    return client


@pytest.fixture
def chief_desk():
    client = Client()
    client.force_login(account("boss", "孙总编", "总编辑"))
    return client


def write(client, **typed):
    form = as_rendered(client.get(ADD)) | {"headline": "河道变清", "body": "柳溪镇清理了三条河。"} | typed
    return client.post(ADD, form)


def byline():
    return list(Contribution.objects.order_by("article", "order").values_list("author__name", "role"))


# The name of the account


def test_a_reporter_adds_their_own_name_once(writer, reporter):
    assert BOX in writer.get(ADD).content.decode()
    html = write(writer, sign_as_me="on", body="").content.decode()
    assert "河道变清" in html, "Refused for want of a text: nothing typed is lost, nothing done."
    assert 'name="sign_as_me" id="id_sign_as_me" checked' in html
    assert not Author.objects.exists()
    assert write(writer, sign_as_me="on").status_code == 302
    assert byline() == [("赵一鸣", "记者")]
    assert reporter.account.author == Author.objects.get()
    assert AuditEntry.objects.filter(detail="署名用名：赵一鸣", user=reporter).count() == 1
    assert BOX not in writer.get(ADD).content.decode()


def test_without_the_tick_nobody_is_named(writer):
    write(writer)
    assert byline() == []
    assert not Author.objects.exists()


def test_the_box_is_there_for_a_story_begun_without_it(writer):
    write(writer)
    article = Article.objects.get()
    assert changed(writer, article, sign_as_me="on").status_code == 302
    assert byline() == [("赵一鸣", "记者")]
    article.refresh_from_db()
    assert article.version == 2


def test_a_name_in_a_pasted_dateline_is_not_doubled(writer):
    write(writer, sign_as_me="on", body="本报讯（记者 赵一鸣 通讯员 孙亮）昨天，柳溪镇清理了三条河。")
    assert byline() == [("赵一鸣", "记者"), ("孙亮", "通讯员")]


def test_the_linked_name_is_proposed_and_can_be_removed(writer, reporter):
    author = Author.objects.create(name="赵一鸣")
    Account.objects.create(user=reporter, author=author)
    form = as_rendered(writer.get(ADD))
    assert {name: form[f"contributions-0-{name}"] for name in ("author", "role", "order")} == {
        "author": str(author.pk),
        "role": "记者",
        "order": "1",
    }
    write(writer)
    write(writer, **{"contributions-TOTAL_FORMS": "0"})
    write(writer, **{"contributions-0-role": "文/图"})
    assert byline() == [("赵一鸣", "记者"), ("赵一鸣", "文/图")]
    assert "contributions-0-author" in as_rendered(write(writer, body="")), "Kept when the form comes back."


def test_the_author_whom_imports_made_is_the_reporter(writer, reporter):
    known = story(byline=[("记者", "赵一鸣")]).contributions.get().author
    write(writer, sign_as_me="on")
    assert reporter.account.author == known
    assert Author.objects.count() == 1


def test_a_name_that_may_be_somebody_else_is_left_to_the_chief(writer, reporter):
    namesake = Author.objects.create(name="赵一鸣")
    Account.objects.create(user=account("other", "赵一鸣", "记者"), author=namesake)
    html = writer.get(ADD).content.decode()
    assert "作者中的“赵一鸣”可能是别人。" in html
    assert BOX not in html
    write(writer, sign_as_me="on")
    assert byline() == []
    Account.objects.all().delete()
    Author.objects.create(name="赵一鸣", note="驻站")
    assert BOX not in writer.get(ADD).content.decode()


def test_an_account_without_a_name_is_told_so(writer, reporter):
    User.objects.filter(pk=reporter.pk).update(first_name="")
    assert "您的账号还没有姓名" in writer.get(ADD).content.decode()


def test_readers_of_a_story_at_the_desk_get_no_box(client, reporter):
    article = story(status="draft", created_by=reporter)
    client.force_login(account("ops", "周运维", "运维"))
    html = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "用我的名字" not in html
    assert "署名用名" not in html


def test_the_account_page_links_an_author(desk, reporter):
    author = Author.objects.create(name="赵一鸣", note="驻站")
    address = f"/admin/auth/user/{reporter.pk}/change/"
    form = as_rendered(desk.get(address))
    desk.post(address, form | {"account-0-author": author.pk})
    assert Account.objects.get(user=reporter).author == author
    other = account("other", "赵明", "记者")
    address = f"/admin/auth/user/{other.pk}/change/"
    html = desk.post(address, as_rendered(desk.get(address)) | {"account-0-author": author.pk}).content.decode()
    assert "这位作者已是另一个账号的署名用名，请另选。" in html
    assert not Account.objects.filter(user=other).exists()
    assert desk.get("/admin/auth/user/add/").status_code == 200


# Pen names


@pytest.fixture
def person():
    author = Author.objects.create(name="江远")
    pen = Author.objects.create(name="柳絮", pen_name_of=author)
    story("散文", byline=[("作者", "柳絮")], section="environment")
    return author, pen


def test_a_pen_name_leads_readers_to_the_person(client, person):
    author, pen = person
    article = Article.objects.get()
    html = client.get(article.get_absolute_url()).content.decode()
    assert f'<a href="/authors/{author.pk}/" rel="author">柳絮</a>' in html
    assert "江远" not in html
    page = client.get(f"/authors/{author.pk}/").content.decode()
    assert "笔名： 柳絮" in page
    assert "散文" in page
    for path in ("/authors/{}/", "/authors/{}/feed.atom", "/authors/{}/feed.rss", "/api/v1/authors/{}/"):
        assert read(client, path.format(pen.pk)) == (301, path.format(author.pk))
    assert "散文" in client.get(f"/authors/{author.pk}/feed.atom").content.decode()
    assert [row["title"] for row in client.get(f"/api/v1/articles/?author={pen.pk}").json()["results"]] == ["散文"]


def test_the_person_is_listed_and_the_pen_name_is_found(client, person):
    author, pen = person
    assert [row["name"] for row in client.get("/api/v1/authors/").json()["results"]] == ["江远"]
    sitemap = client.get("/sitemap-authors.xml").content.decode()
    assert f"/authors/{author.pk}/" in sitemap
    assert f"/authors/{pen.pk}/" not in sitemap
    html = client.get("/search/?q=柳絮").content.decode()
    assert "散文" in html
    assert f"author={author.pk}" in html
    assert "散文" in client.get(f"/search/?author={pen.pk}").content.decode()


def test_a_story_under_both_names_counts_once(client, person):
    author, _pen = person
    both = story("评论", byline=[("作者", "柳絮"), ("作者", "江远")])
    illustrate(both, picture(by=["柳絮"]))
    response = client.get(f"/authors/{author.pk}/?role=作者")
    assert response.context["roles"] == {"作者": 2}
    assert [each.headline for each in response.context["stories"]] == ["散文", "评论"]
    facet = client.get("/api/v1/search/?q=评论").json()["facets"]["authors"]
    assert [(row["id"], row["name"]) for row in facet] == [(author.pk, "江远")]


def test_a_pen_name_without_public_stories_is_not_shown(client, person):
    author, _pen = person
    Author.objects.create(name="无名", pen_name_of=author)
    assert "无名" not in client.get(f"/authors/{author.pk}/").content.decode()
    Article.objects.update(status="draft")
    assert client.get(f"/authors/{author.pk}/").status_code == 404


def test_only_who_answers_for_public_stories_changes_a_public_pen_name(colleague, chief_desk, person):
    author, pen = person
    other = Author.objects.create(name="别人")
    for typed in ({"name": "柳叶"}, {"pen_name_of": ""}, {"pen_name_of": other.pk}):
        assert SEEN in changed(colleague, pen, **typed).content.decode()
    assert SEEN in changed(colleague, author, name="江近").content.decode()
    assert changed(chief_desk, pen, pen_name_of=other.pk).status_code == 302
    assert AuditEntry.objects.filter(detail="是谁的笔名 江远 → 别人").count() == 1
    assert changed(chief_desk, pen, pen_name_of="").status_code == 302
    assert read(chief_desk, f"/authors/{pen.pk}/")[0] == 200


def test_there_are_no_chains_of_pen_names(chief_desk, person):
    author, pen = person
    third = Author.objects.create(name="三叶")
    assert "本身是笔名，请选本人" in changed(chief_desk, third, pen_name_of=pen.pk).content.decode()
    assert "本名不能是自己的笔名" in changed(chief_desk, third, pen_name_of=third.pk).content.decode()
    assert "名下有笔名" in changed(chief_desk, author, pen_name_of=third.pk).content.decode()
    assert Author.objects.filter(pen_name_of__isnull=False).get() == pen


def join(client, stays, *others, **typed):
    chosen = {"action": "merge", "_selected_action": [each.pk for each in (stays, *others)], "stays": stays.pk}
    return client.post("/admin/articles/author/", chosen | typed)


def test_several_authors_become_pen_names_at_once(chief_desk, colleague, person):
    author, _pen = person
    new = Author.objects.create(name="江水")
    story("杂谈", byline=[("作者", "江远")])
    assert messages_of(join(chief_desk, new, author, pen_names="on")) == "江水：另有笔名：江远。"
    assert set(Author.objects.filter(pen_name_of=new).values_list("name", flat=True)) == {"江远", "柳絮"}
    assert Contribution.objects.filter(author=author).exists()
    assert "两个" not in chief_desk.get(f"/authors/{new.pk}/").content.decode()
    assert [each.headline for each in chief_desk.get(f"/authors/{new.pk}/").context["stories"]] == ["散文", "杂谈"]


def test_merging_takes_pen_names_and_the_account_along(chief_desk, person, reporter):
    author, pen = person
    Account.objects.create(user=reporter, author=author)
    stays = Author.objects.create(name="江　远")
    join(chief_desk, stays, author)
    pen.refresh_from_db()
    assert pen.pen_name_of == stays
    assert Account.objects.get(user=reporter).author == stays
    assert read(chief_desk, f"/authors/{author.pk}/") == (301, f"/authors/{stays.pk}/")
    join(chief_desk, pen, stays)
    pen.refresh_from_db()
    assert pen.pen_name_of is None
    assert read(chief_desk, f"/authors/{stays.pk}/") == (301, f"/authors/{pen.pk}/")
    assert read(chief_desk, f"/authors/{author.pk}/") == (301, f"/authors/{pen.pk}/")


def test_an_author_merged_into_a_pen_name_leads_to_the_person(chief_desk, person):
    author, pen = person
    misspelt = Author.objects.create(name="柳紊")
    story("误排", byline=[("作者", "柳紊")])
    join(chief_desk, pen, misspelt)
    assert read(chief_desk, f"/authors/{misspelt.pk}/") == (301, f"/authors/{author.pk}/")
    assert byline() == [("柳絮", "作者"), ("柳絮", "作者")]
