"""The whole cycle with the client that openapi-python-client generates: python cycle.py ADDRESS ROLE=TOKEN …

No part of the test suite imports this: it runs where the generated package is installed."""

import sys
from datetime import date
from urllib.parse import parse_qs, urlsplit

from newsroom_api_client import AuthenticatedClient, Client
from newsroom_api_client.api.articles import get_article_detail, get_article_list, get_article_ninjs, get_search
from newsroom_api_client.api.desk import (
    get_sign_page,
    get_story_detail,
    patch_story_detail,
    post_pages,
    post_restore,
    post_sign_off,
    post_sign_page,
    post_story_corrections,
    post_story_list,
    post_understand,
    post_withdraw,
)
from newsroom_api_client.api.printed import get_issue_ninjs, get_page_detail
from newsroom_api_client.models import (
    CreditRequest,
    GetArticleListIncludeItem,
    ImportOutcome,
    NewCorrectionRequest,
    NewDraftRequest,
    NewPageRequest,
    NinjsType,
    NoticeOfWithdrawalRequest,
    PageTextRequest,
    PatchedDraftRequest,
    ProblemCode,
    ReviewStage,
    StoryStatus,
)

address = sys.argv[1]
everybody = Client(base_url=address)
staff = {
    role: AuthenticatedClient(base_url=address, token=token)
    for role, token in (argument.split("=") for argument in sys.argv[2:])
}


def is_answer(response, status):
    assert response.status_code == status, (response.status_code, response.content.decode())
    return response.parsed


def written(draft):
    """The pk of a draft, which is sent twice and made once."""
    sent = [
        post_story_list.sync_detailed(client=staff["reporter"], body=draft, idempotency_key="py-1") for _ in range(2)
    ]
    stories = [is_answer(response, 201) for response in sent]
    assert stories[0] == stories[1]
    assert sent[0].headers["Location"].endswith(f"/api/v1/desk/articles/{stories[0].id}/")
    assert (stories[0].status, stories[0].review.waits_for) == (StoryStatus.DRAFT, ReviewStage.FIRST)
    return stories[0].id


def changed(pk):
    """The ETag after a change; a second one from the same version is refused."""
    seen = get_story_detail.sync_detailed(pk, client=staff["reporter"]).headers["ETag"]
    change = {"client": staff["reporter"], "if_match": seen, "body": PatchedDraftRequest(deck="今夜到明天")}
    response = patch_story_detail.sync_detailed(pk, **change)
    assert is_answer(response, 200).deck == "今夜到明天"
    problem = is_answer(patch_story_detail.sync_detailed(pk, **change), 412)
    assert (problem.code, problem.version) == (ProblemCode.STALE, 2)
    return response.headers["ETag"]


def published(pk, seen):
    for role, waits_for in (("editor", ReviewStage.SECOND), ("deputy", ReviewStage.FINAL), ("chief", None)):
        assert is_answer(get_article_detail.sync_detailed(pk, client=everybody), 404).code == ProblemCode.NOT_FOUND
        response = post_sign_off.sync_detailed(pk, client=staff[role], if_match=seen)
        assert is_answer(response, 200).review.waits_for == waits_for
        seen = response.headers["ETag"]
    article = is_answer(get_article_detail.sync_detailed(pk, client=everybody), 200)
    assert (article.title, article.authors[0].role, article.corrections) == ("防汛提醒", "记者", [])
    return seen


def corrected(pk, seen):
    correction = NewCorrectionRequest(text="“今夜”应为“明夜”。")
    response = post_story_corrections.sync_detailed(pk, client=staff["chief"], if_match=seen, body=correction)
    assert is_answer(response, 201).text == correction.text
    assert response.headers["Location"].startswith(f"{address}/api/v1/desk/corrections/")
    shown = is_answer(get_article_detail.sync_detailed(pk, client=everybody), 200)
    assert [notice.text for notice in shown.corrections] == [correction.text]
    item = is_answer(get_article_ninjs.sync_detailed(pk, client=everybody), 200)
    assert (item.type_, item.info_sources[0].role) == (NinjsType.TEXT, "记者")


def withdrawn_and_restored(pk):
    seen = get_story_detail.sync_detailed(pk, client=staff["chief"]).headers["ETag"]
    notice = NoticeOfWithdrawalRequest(notice="此稿有误。")
    response = post_withdraw.sync_detailed(pk, client=staff["chief"], if_match=seen, body=notice)
    assert is_answer(response, 200).status == StoryStatus.WITHDRAWN
    gone = is_answer(get_article_detail.sync_detailed(pk, client=everybody), 410)
    assert (gone.code, gone.detail) == (ProblemCode.WITHDRAWN, "此稿有误。")
    assert gone.withdrawn_at
    restored = post_restore.sync_detailed(pk, client=staff["chief"], if_match=response.headers["ETag"])
    assert is_answer(restored, 200).is_public
    is_answer(get_article_detail.sync_detailed(pk, client=everybody), 200)


def searched(pk):
    found = is_answer(get_search.sync_detailed(client=everybody, q="防汛提醒"), 200)
    assert [each.id for each in found.results] == [pk]
    assert [piece.text for piece in found.results[0].highlights.title if piece.is_hit]
    assert found.facets.sections[0].slug == "livelihood"


def read_to_the_end(pk):
    """All articles with their bodies, three at a time."""
    keys, cursor = [], {}
    include = [GetArticleListIncludeItem.BODY, GetArticleListIncludeItem.CORRECTIONS]
    while True:
        page = get_article_list.sync_detailed(client=everybody, page_size=3, include=include, **cursor)
        articles = is_answer(page, 200)
        assert all(each.body for each in articles.results)
        keys += [each.id for each in articles.results]
        if articles.next_ is None:
            break
        cursor = {"cursor": parse_qs(urlsplit(articles.next_).query)["cursor"][0]}
    assert len(keys) == len(set(keys)) > 3
    assert pk in keys


def imported(text):
    day = date(2024, 3, 5)
    parsed = is_answer(post_understand.sync_detailed(client=staff["operator"], body=PageTextRequest(text=text)), 200)
    assert [len(story.paragraphs) > 0 for story in parsed.articles] == [True]
    page = NewPageRequest(text=text, date=day, number="2", name="综合新闻", reviewed_in_print=True, dry_run=True)
    tried = is_answer(post_pages.sync_detailed(client=staff["operator"], body=page), 200)
    page.dry_run = False
    response = post_pages.sync_detailed(client=staff["operator"], body=page)
    report = is_answer(response, 201)
    assert [story.outcome for story in report.stories] == [ImportOutcome.CREATED]
    assert report.stories[0].title == tried.stories[0].title == parsed.articles[0].headline
    assert report.certainty.sure + report.certainty.doubted == 1
    drafts = get_sign_page.sync_detailed(day, "2", client=staff["chief"])
    assert is_answer(drafts, 200).imported_by == "operator"
    signed = post_sign_page.sync_detailed(day, "2", client=staff["chief"], if_match=drafts.headers["ETag"])
    assert [story.status for story in is_answer(signed, 200).stories] == [StoryStatus.APPROVED]
    shown = is_answer(get_page_detail.sync_detailed(day, "2", client=everybody), 200)
    assert [story.article.title for story in shown.stories] == [report.stories[0].title]
    issue = is_answer(get_issue_ninjs.sync_detailed(day, client=everybody), 200)
    assert issue.associations[0].associations[0].headlines[0].value == report.stories[0].title


draft = NewDraftRequest(
    headline="防汛提醒",
    body="今夜有雨，请注意防范。",
    section="livelihood",
    authors=[CreditRequest(name="曹璐", role="记者")],
)
key = written(draft)
etag = published(key, changed(key))
corrected(key, etag)
withdrawn_and_restored(key)
searched(key)
read_to_the_end(key)
imported("城乡公交新增三条线路\n　　本报讯　三月五日起，县里新增三条城乡公交线路，方便沿线群众出行。\n（记者 曹璐）\n")
print("done")
