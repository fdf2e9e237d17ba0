"""The proofreading at the desk: doubts beside the text, mended or left with one click; the newsroom's own lists."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import editing
from articles.editing import Actor
from articles.models import Article, AuditEntry, Dismissal, ListEntry

from .conftest import account, make_story
from .forms import as_rendered

FAULTY = "连日来，水利局布署开展整治行动。\n\n水清了，，岸绿了。"


@pytest.fixture
def draft(page):
    return make_story(page, "水利局开展河湖保护", status=Article.Status.DRAFT, body=FAULTY)


def doubt_of(article, wrong):
    return next(doubt for doubt in editing.doubts_of(article) if doubt.finding.wrong == wrong)


def address(article, name, *more):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def mend(client, article, key, **fields):
    fields = {"opened_version": article.version} | fields
    return client.post(address(article, "mend", key), fields, follow=True)


def test_doubts_stand_beside_the_text_with_their_sentence(desk, draft):
    page = desk.get(address(draft, "change")).content.decode()
    assert "<mark>布署</mark>" in page
    assert "改为“部署”" in page
    assert "校对：2 处存疑。" in page  # at the sign-off


def test_one_click_mends_the_saved_text_as_a_version(desk, draft):
    mend(desk, draft, doubt_of(draft, "布署").key)
    draft.refresh_from_db()
    assert draft.body == FAULTY.replace("布署", "部署")
    revision = draft.revisions.latest("version")
    assert (revision.why, revision.user.username) == ("校对：布署 → 部署", "chief")


def test_what_is_too_much_is_taken_out(desk, draft):
    mend(desk, draft, doubt_of(draft, "，").key)
    draft.refresh_from_db()
    assert draft.body.endswith("水清了，岸绿了。")


def test_what_was_typed_is_saved_before_the_mend(desk, draft):
    fields = as_rendered(desk.get(address(draft, "change"))) | {"deck": "新副题"}
    desk.post(address(draft, "mend", doubt_of(draft, "布署").key), fields)
    draft.refresh_from_db()
    assert (draft.deck, "部署" in draft.body) == ("新副题", True)


def test_mend_is_refused_where_the_text_has_changed(desk, draft):
    key = doubt_of(draft, "布署").key
    Article.objects.filter(pk=draft.pk).update(body="水利局安排开展整治行动。")
    page = mend(desk, draft, key).content.decode()
    assert "此处文字已有改动" in page
    draft.refresh_from_db()
    assert draft.body == "水利局安排开展整治行动。"


def test_mend_is_refused_over_a_newer_version(desk, draft):
    doubt = doubt_of(draft, "布署")
    draft.deck = "别人加的副题"
    draft.save()
    mend(desk, draft, doubt.key, opened_version=draft.version - 1)
    draft.refresh_from_db()
    assert draft.body == FAULTY


def test_reporter_does_not_mend_the_story_of_another(draft):
    client = Client()
    client.force_login(account("reporter", "赵记者", "记者"))
    mend(client, draft, doubt_of(draft, "布署").key)
    client.post(address(draft, "dismiss", doubt_of(draft, "布署").key))
    draft.refresh_from_db()
    assert draft.body == FAULTY
    assert not Dismissal.objects.exists()


def test_editors_mend_of_a_public_story_waits_for_review(colleague, story):
    Article.objects.filter(pk=story.pk).update(body=FAULTY)
    story.refresh_from_db()
    mend(colleague, story, doubt_of(story, "布署").key)
    story.refresh_from_db()
    assert story.body == FAULTY
    assert "部署" in story.pending.snapshot["body"]


def test_dismissed_doubt_stays_dismissed_while_the_words_around_are_the_same(desk, draft, chief):
    doubt = doubt_of(draft, "布署")
    desk.post(address(draft, "dismiss", doubt.key))
    (dismissal,) = draft.dismissals.all()
    assert (dismissal.user, dismissal.text) == (chief, "连日来，水利局【布署】开展整治行动。")
    draft.body = draft.body.replace("岸绿了", "岸上绿了")
    draft.save()
    assert doubt_of(draft, "布署").dismissal == dismissal
    draft.body = draft.body.replace("连日来", "近来")
    draft.save()
    assert doubt_of(draft, "布署").dismissal is None


def test_dismissal_is_logged_and_can_be_taken_back(desk, draft):
    key = doubt_of(draft, "布署").key
    desk.post(address(draft, "dismiss", key))
    assert AuditEntry.objects.filter(article=draft, action="settled").exists()
    page = desk.get(address(draft, "change")).content.decode()
    assert "校对：1 处存疑。" in page
    desk.post(address(draft, "dismiss", key) + "?again=1")
    assert not draft.dismissals.exists()


def test_script_gets_the_new_state(desk, draft):
    key, asked = doubt_of(draft, "布署").key, {"headers": {"accept": "application/json"}}
    assert desk.post(address(draft, "dismiss", key), **asked).json() == {"settled": True}
    assert desk.post(address(draft, "dismiss", "0" * 16), **asked).status_code == 409


def test_doubts_never_keep_anybody_from_signing(desk, draft):
    editing.sign_off(draft.pk, Actor.at_desk(account("first", "李编辑", "编辑")))
    assert draft.signoffs.count() == 1


def test_page_is_proofread_as_a_whole(desk, draft, page):
    make_story(page, "人民路通车", order=2, body="人民路昨日通车。")
    shown = desk.get(reverse("admin:articles_page_proofread", args=[page.pk])).content.decode()
    assert "<mark>布署</mark>" in shown
    assert "没有疑点的稿件" in shown
    assert "人民路通车" in shown


@pytest.mark.parametrize("where", ["page", "waiting"])
def test_doubt_is_mended_from_the_list_and_the_list_comes_back(desk, draft, page, where):
    number = {"page": page.pk, "waiting": "waiting"}[where]
    lists = {"page": reverse("admin:articles_page_proofread", args=[page.pk]),
             "waiting": reverse("admin:articles_article_proofread")}  # fmt: skip
    key = doubt_of(draft, "布署").key
    shown = desk.get(lists[where]).content.decode()
    assert f'formaction="{address(draft, "mend", key)}"' in shown
    assert f'name="proofread" value="{number}"' in shown
    answer = mend(desk, draft, key, proofread=number)
    assert answer.redirect_chain == [(lists[where], 302)]
    assert "已改：布署 → 部署" in answer.content.decode()
    assert Article.objects.get(pk=draft.pk).body == FAULTY.replace("布署", "部署")


def test_reader_of_the_list_who_may_not_change_the_story_gets_no_buttons(draft, page):
    operator = Client()
    operator.force_login(account("operator", "运维员", "运维"))
    shown = operator.get(reverse("admin:articles_page_proofread", args=[page.pk])).content.decode()
    assert "<mark>布署</mark>" in shown
    assert "改为“部署”" in shown
    assert address(draft, "mend", doubt_of(draft, "布署").key) not in shown


def test_waiting_stories_are_proofread_in_one_list(desk, draft):
    shown = desk.get(reverse("admin:articles_article_proofread")).content.decode()
    assert "<mark>布署</mark>" in shown


def test_list_of_many_stories_takes_few_queries(desk, page, django_assert_max_num_queries):
    for order in range(6):
        make_story(page, f"第{order}篇", order=order, status=Article.Status.DRAFT, body=FAULTY)
    with django_assert_max_num_queries(14):
        desk.get(reverse("admin:articles_page_proofread", args=[page.pk]))


# The newsroom's own lists


def codes(text):
    article = Article(body=text)
    article.pk = 0
    return [(doubt.finding.code, doubt.finding.wrong, doubt.finding.right) for doubt in editing.doubts_of(article)]


@pytest.mark.django_db
def test_default_words_are_avoided_without_any_entry():
    assert codes("县残联为残废人免费培训。") == [("avoid", "残废人", "残疾人")]


@pytest.mark.django_db
def test_entry_switches_a_default_off_or_replaces_it():
    entry = ListEntry.objects.create(kind="word", text="瞎子", active=False)
    assert codes("村里的瞎子老周会按摩。") == []
    entry.active, entry.replacement = True, "盲人朋友"
    entry.save()
    assert codes("村里的瞎子老周会按摩。") == [("avoid", "瞎子", "盲人朋友")]


@pytest.mark.django_db
def test_lists_name_leaders_bodies_and_abbreviations():
    ListEntry.objects.create(kind="leader", text="方同舟", replacement="县委副书记、县长", order=2)
    ListEntry.objects.create(kind="leader", text="苏望川", replacement="县委书记", order=1)
    ListEntry.objects.create(kind="institution", text="县旅游局", replacement="县文旅局", since="2019-01")
    ListEntry.objects.create(kind="abbreviation", text="农商行", replacement="临江农村商业银行")
    ListEntry.objects.create(kind="own", text="游客朋友", replacement="游客", reason="本报不用套话")
    assert codes("县领导方同舟、苏望川参加活动。") == [("leader", "方同舟、苏望川", "苏望川、方同舟")]
    assert codes("今年，县旅游局发布公告。") == [("institution", "县旅游局", "县文旅局")]
    assert codes("农商行发放贷款。") == [("abbreviation", "农商行", "临江农村商业银行")]
    assert codes("游客朋友很多。") == [("own_rule", "游客朋友", "游客")]


@pytest.mark.parametrize(("role", "allowed"), [("总编辑", True), ("值班主任", True), ("编辑", False), ("记者", False)])
@pytest.mark.django_db
def test_chief_and_duty_editor_keep_the_lists(role, allowed):
    client = Client()
    client.force_login(account("someone", "某人", role))
    fields = {"kind": "word", "text": "重大喜讯", "replacement": "", "reason": "空话", "order": "0", "active": "on"}
    client.post(reverse("admin:articles_listentry_add"), fields)
    assert ListEntry.objects.filter(text="重大喜讯").exists() == allowed
    assert client.get(reverse("admin:articles_listentry_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "leader", "text": "方同舟"}, "请填写此项"),
        ({"kind": "institution", "text": "县旅游局", "replacement": "县文旅局", "since": "2019年"}, "2019-03"),
        ({"kind": "word", "text": "重大喜讯", "replacement": "重大喜讯"}, "相同"),
    ],
)
def test_entry_that_cannot_be_is_refused_in_words(desk, fields, sentence):
    answer = desk.post(reverse("admin:articles_listentry_add"), {"order": "0"} | fields)
    assert sentence in answer.content.decode()
    assert not ListEntry.objects.exists()


def test_default_list_is_shown_with_what_was_switched_off(desk):
    ListEntry.objects.create(kind="word", text="残废人", active=False)
    page = desk.get(reverse("admin:articles_listentry_defaults")).content.decode()
    assert "已停用" in page
    assert "text=%E7%9E%8E%E5%AD%90" in page  # 瞎子


def test_length_stands_at_save(desk, draft):
    assert "正文 25 字" in desk.get(address(draft, "change")).content.decode()


def test_page_signing_shows_the_number_of_doubts(desk, draft, page):
    page.reviewed_in_print = True
    page.save()
    shown = desk.get(reverse("admin:articles_page_sign") + f"?page={page.pk}").content.decode()
    assert "校对：2 处存疑。" in shown
