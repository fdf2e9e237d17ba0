"""Who a token acts for; what its scopes allow."""

import pytest

from articles.models import Account, ApiToken, Article, Author
from tests.importing.pages import BUS
from tests.site.rows import story

pytestmark = pytest.mark.django_db
PAGE = {"date": "2024-03-05", "number": "2", "text": BUS, "dry_run": True}


def test_account_says_who_it_is_and_what_it_may(client_of):
    editor = client_of("编辑", "li")
    author = Author.objects.create(name="李小明")
    Account.objects.create(user=editor.user, author=author)
    shown = editor.get("").json()
    assert (shown["username"], shown["roles"], shown["author"]) == ("li", ["编辑"], {"id": author.pk, "name": "李小明"})
    assert (shown["review_stages"], shown["stages"]) == (["first", "second", "final"], ["first"])
    assert "sign_first" in shown["permissions"]
    assert "withdraw_article" not in shown["permissions"]
    token = ApiToken.objects.get()
    assert shown["token"]["id"] == token.pk
    assert (shown["token"]["scopes"], shown["token"]["expires_at"]) == (["write", "import"], None)
    assert shown["limits"]["requests"] == "300/min"
    assert shown["limits"]["pdf_size"] == 100_000_000


def test_account_follows_the_number_of_reviews(client_of, settings):
    settings.REVIEW_STAGES = 1
    assert client_of("总编辑").get("").json()["review_stages"] == ["final"]


# (scopes, what a chief's token with them may do)
ALLOWED = [
    ("read", {"account", "list", "read", "parse"}),
    ("write", {"account", "list", "read", "parse", "create", "change", "spike"}),
    ("import", {"account", "parse", "import"}),
    ("read import", {"account", "list", "read", "parse", "import"}),
    ("write import", {"account", "list", "read", "parse", "create", "change", "spike", "import"}),
]


@pytest.mark.parametrize(("scopes", "allowed"), ALLOWED)
def test_scopes_limit_a_token(client_of, scopes, allowed):
    chief = client_of("总编辑")
    ApiToken.objects.update(scopes=scopes)
    draft, other = story(status="draft"), story(status="draft")
    attempts = {
        "account": chief.get(""),
        "list": chief.get("articles/"),
        "read": chief.get(f"articles/{draft.pk}/"),
        "parse": chief.post("pages/understand/", {"text": BUS}),
        "create": chief.post("articles/", {"body": "正文。"}),
        "change": chief.patch(f"articles/{draft.pk}/", {"deck": "新的"}, version=1),
        "spike": chief.post(f"articles/{other.pk}/spike/", version=1),
        "import": chief.post("pages/", PAGE),
    }
    assert {name for name, response in attempts.items() if response.status_code < 300} == allowed
    for name in attempts.keys() - allowed:
        problem = attempts[name].json()
        assert (problem["status"], problem["code"]) == (403, "insufficient_scope"), name
    assert chief.get("").json()["token"]["scopes"] == scopes.split()


def test_a_missing_scope_is_named_in_words_and_for_programs(client_of):
    chief = client_of("总编辑")
    ApiToken.objects.update(scopes="read")
    refused = chief.post("articles/", {"body": "正文。"})
    assert refused.json()["detail"] == "这个令牌不能用于此项操作，需要这样的权限范围：读写。"
    assert refused["WWW-Authenticate"] == 'Bearer realm="newsroom", error="insufficient_scope", scope="write"'
    assert not Article.objects.exists()


def test_scopes_give_no_right_that_the_account_lacks(client_of):
    refused = client_of("编辑").post("pages/", PAGE)
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
