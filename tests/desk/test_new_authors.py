"""A name typed in a byline becomes an author when the story is saved."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import editing
from articles.editing import Actor
from articles.models import Article, AuditEntry, Author

from .conftest import account
from .forms import as_rendered

NOT_ALLOWED = "没有这位作者，或您的岗位不能新增作者。"


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def save(client, article, *names, **fields):
    """Save the story with these names in new rows of its byline, as 通讯员."""
    form = as_rendered(client.get(change(article))) | fields
    first = int(form["contributions-INITIAL_FORMS"])
    form["contributions-TOTAL_FORMS"] = str(first + len(names))
    for number, name in enumerate(names, start=first):
        form |= {f"contributions-{number}-{key}": value for key, value in [("author", f"+{name}"), ("role", "通讯员")]}
        form |= {f"contributions-{number}-order": str(number + 1), f"contributions-{number}-article": str(article.pk)}
    return client.post(change(article), form)


def byline(article):
    return [str(row.author) for row in Article.objects.get(pk=article.pk).contributions.all()]


def test_a_typed_name_becomes_an_author_and_the_log_says_so(desk, story):
    before = byline(story)
    assert save(desk, story, "林　青", "笪小溪").status_code == 302
    assert byline(story) == [*before, "林青", "笪小溪"]
    added = AuditEntry.objects.filter(action="created").values_list("subject", flat=True)
    assert all(any(name in subject for subject in added) for name in ("林青", "笪小溪"))


def test_a_known_name_is_the_known_person(desk, story):
    whole = Author.objects.create(name="林青")
    Author.objects.create(name="林清", merged_into=whole)
    Author.objects.create(name="王芳", note="后白镇")
    number = Author.objects.count()
    save(desk, story, "林清", "王芳")
    assert byline(story)[-2:] == ["林青", "王芳（后白镇）"]
    assert Author.objects.count() == number


def test_nothing_is_added_when_the_form_comes_back_and_the_name_is_still_there(desk, story):
    refused = save(desk, story, "林青", headline="题" * 900)
    assert refused.status_code == 200
    assert not Author.objects.filter(name="林青").exists()
    number = int(as_rendered(refused)["contributions-TOTAL_FORMS"]) - 1
    assert as_rendered(refused)[f"contributions-{number}-author"] == "+林青"
    desk.post(change(story), as_rendered(refused) | {"headline": "新题"})
    assert byline(story)[-1] == "林青"


@pytest.mark.parametrize("name", ["", "　", "名" * 61])
def test_what_is_no_name_is_refused(desk, story, name):
    before = Author.objects.count()
    assert save(desk, story, name).status_code == 200
    assert Author.objects.count() == before


def test_the_same_new_name_twice_in_one_role_is_refused(desk, story):
    assert "署名中已有这位作者的同一身份。" in save(desk, story, "林青", "林青").content.decode()
    assert not Author.objects.filter(name="林青").exists()


def test_only_who_may_add_authors_adds_them(story):
    writer, client = account("writer", "赵一鸣", "记者"), Client()
    Article.objects.filter(pk=story.pk).update(status="writing", created_by=writer)
    client.force_login(writer)
    assert "data-tags" not in client.get(change(story)).content.decode()
    refused = save(client, story, "林青")
    assert NOT_ALLOWED in refused.content.decode()
    assert as_rendered(refused)["contributions-2-author"] == "+林青"
    assert not Author.objects.filter(name="林青").exists()


def test_a_new_name_waits_with_the_change_of_a_public_story(colleague, editor, story):
    Article.objects.filter(pk=story.pk).update(status="approved")
    story.refresh_from_db()
    before = byline(story)
    assert editing.waits(story, Actor.at_desk(editor))
    save(colleague, story, "林青")
    story.refresh_from_db()
    assert byline(story) == before
    assert story.pending.snapshot["byline"][-1] == [Author.objects.get(name="林青").pk, "林青", "通讯员", ""]


ONE_A_ROW = "一行只写一个人，其余各位请另加一行。"
ROLE_APART = "身份请写在旁边的“身份”里，这里只写姓名。"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("曹璐、张小余", ONE_A_ROW),
        ("曹璐 张小余", ONE_A_ROW),
        ("曹璐/张小余", ONE_A_ROW),
        ("阿依古丽·买买提，张小余", ONE_A_ROW),
        ("本报记者 张三", ROLE_APART),
        ("记者张三", ROLE_APART),
        ("张三 摄", ROLE_APART),
        ("张三（通讯员）", ROLE_APART),
        ("123", "“123”不像姓名"),
        ("<b>x</b>", "“&lt;b&gt;x&lt;/b&gt;”不像姓名"),
        ("王芳（前白镇）", "“王芳（前白镇）”不像姓名"),
    ],
)
def test_what_is_not_one_persons_name_is_refused_with_what_to_do(desk, story, typed, sentence):
    before = Author.objects.count()
    refused = save(desk, story, typed)
    assert sentence in refused.content.decode()
    assert as_rendered(refused)["contributions-2-author"] == f"+{typed}"
    assert Author.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("John Smith", "John Smith"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
        ("欧阳子涵", "欧阳子涵"),
        ("本报评论员", "本报评论员"),
        ("县委宣传部", "县委宣传部"),
        ("张摄", "张摄"),
    ],
)
def test_other_names_are_taken_in_their_plain_form(desk, story, typed, name):
    save(desk, story, typed)
    assert byline(story)[-1] == name


def test_the_same_author_twice_in_one_role_is_refused_in_one_sentence(desk, story):
    form = as_rendered(desk.get(change(story)))
    first = {key: form[f"contributions-0-{key}"] for key in ("author", "role")}
    again = {f"contributions-2-{key}": value for key, value in first.items()}
    again |= {"contributions-TOTAL_FORMS": "3", "contributions-2-order": "3", "contributions-2-article": str(story.pk)}
    said = desk.post(change(story), form | again).content.decode()
    assert "署名中已有这位作者的同一身份。" in said
    assert "这一行与另一行重复。" in said
    assert "重复数据" not in said
