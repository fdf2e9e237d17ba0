"""What each address takes and answers: view and method, with the sentence people read."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.api import ninjs, people, printed, root, stories
from articles.api.serializers import ArticleSerializer, AuthorSerializer, SectionSerializer
from articles.desk_api import deeds, pages
from articles.desk_api import stories as desk
from articles.desk_api.serializers import (
    DraftSerializer,
    NewCorrectionSerializer,
    NewPageSerializer,
    NoticeOfWithdrawalSerializer,
    PageReviewSerializer,
    PageTextSerializer,
    ReasonSerializer,
    StorySerializer,
)

from . import parameters as p
from . import shapes

READING, PRINTED, PEOPLE, DESK = _("Articles"), _("The printed paper"), _("Sections and authors"), _("The desk")


@dataclass(frozen=True)
class Operation:
    tag: Any
    summary: Any
    answer: Any
    parameters: list = field(default_factory=list)
    takes: Any = None
    status: tuple = (200,)
    errors: tuple = ()
    examples: list = field(default_factory=list)


def changing(summary, takes=None, **options):
    options = {"answer": StorySerializer, "errors": (409, 412, 428), **options}
    return Operation(DESK, summary, parameters=[p.IF_MATCH], takes=takes, **options)


OPERATIONS = {
    (root.Root, "GET"): Operation(READING, _("Where everything begins."), shapes.BeginningsSerializer),
    (stories.ArticleList, "GET"): Operation(
        READING,
        _("All articles by cursor; each page of the archive costs the same."),
        shapes.ARTICLES,
        [*p.LIMITS, p.CHANGED_SINCE, p.FIELDS, p.orders("newest", "oldest", "changed"), *p.BY_CURSOR],
    ),
    (stories.ArticleDetail, "GET"): Operation(
        READING,
        _("One article, whole. In place of a withdrawn one stands the notice."),
        ArticleSerializer,
        [p.FIELDS],
        errors=(404, 410),
        status=(200, 301),
        examples=[shapes.ARTICLE_EXAMPLE],
    ),
    (ninjs.ArticleNinjs, "GET"): Operation(
        READING, _("One article as IPTC ninjs 3.0."), shapes.NINJS, errors=(404, 410), status=(200, 301)
    ),
    (stories.Search, "GET"): Operation(
        READING,
        _("Search: any part of a text is found; hits are marked and counted by section, page name, author and year."),
        shapes.SearchResultsSerializer,
        [p.WORDS, *p.LIMITS, p.NEWEST, p.FIELDS, p.PAGE, p.PAGE_SIZE],
        errors=(404,),
    ),
    (stories.CorrectionList, "GET"): Operation(
        READING, _("Corrections and apologies, the newest first."), shapes.CORRECTIONS, [p.LIMITS[2], *p.BY_CURSOR]
    ),
    (printed.IssueList, "GET"): Operation(
        PRINTED,
        _("All issues by cursor."),
        shapes.ISSUES,
        [*p.LIMITS[2:5], p.orders("newest", "oldest"), *p.BY_CURSOR],
    ),
    (printed.IssueDetail, "GET"): Operation(
        PRINTED,
        _("One issue: its pages, and on each its stories."),
        shapes.IssueWithPagesSerializer,
        errors=(404,),
        status=(200, 301),
    ),
    (ninjs.IssueNinjs, "GET"): Operation(
        PRINTED, _("One issue as IPTC ninjs 3.0, page by page."), shapes.NINJS, errors=(404,), status=(200, 301)
    ),
    (printed.PageList, "GET"): Operation(
        PRINTED, _("All printed pages by cursor."), shapes.PAGES, [p.PAGES_NAME, p.ISSUE, *p.BY_CURSOR]
    ),
    (printed.PageDetail, "GET"): Operation(
        PRINTED,
        _("One page: its stories in the order of print."),
        shapes.PageWithStoriesSerializer,
        errors=(404,),
        status=(200, 301),
    ),
    (people.SectionList, "GET"): Operation(PEOPLE, _("All sections, in the order of the paper."), shapes.SECTIONS),
    (people.SectionDetail, "GET"): Operation(
        PEOPLE, _("One section."), SectionSerializer, errors=(404,), status=(200, 301)
    ),
    (people.AuthorList, "GET"): Operation(
        PEOPLE, _("All authors by cursor."), shapes.AUTHORS, [p.AUTHORS_NAME, *p.BY_CURSOR]
    ),
    (people.AuthorDetail, "GET"): Operation(
        PEOPLE, _("One author."), AuthorSerializer, errors=(404,), status=(200, 301)
    ),
    (desk.StoryList, "GET"): Operation(
        DESK,
        _("Stories in any state, by cursor."),
        shapes.STORIES,
        [p.STATUS, p.orders("newest", "oldest", "key"), *p.BY_CURSOR],
    ),
    (desk.StoryList, "POST"): Operation(
        DESK,
        _("Begin a draft."),
        StorySerializer,
        takes=DraftSerializer,
        status=(201,),
        examples=[shapes.DRAFT_EXAMPLE],
    ),
    (desk.StoryDetail, "GET"): Operation(
        DESK, _("A story in any state, with its review and its open doubts."), StorySerializer, errors=(404,)
    ),
    (desk.StoryDetail, "PATCH"): changing(
        _("Change a story; what is left out stays as it is. A change of a public story may wait as `pending`."),
        DraftSerializer,
        status=(200, 202),
    ),
    (deeds.SignOff, "POST"): changing(
        _("Sign the review that the story waits for; with the last one it is public as soon as its time has come.")
    ),
    (deeds.Discard, "POST"): changing(_("Let the pending version of a story go."), ReasonSerializer),
    (deeds.Rebase, "POST"): changing(_("Bring the pending version up to the present public one.")),
    (deeds.Reopen, "POST"): changing(_("Put a story back to draft; its sign-offs are void."), ReasonSerializer),
    (deeds.Withdraw, "POST"): changing(
        _("Withdraw a story; readers find the notice in its place."), NoticeOfWithdrawalSerializer
    ),
    (deeds.Restore, "POST"): changing(_("Put a withdrawn story back.")),
    (deeds.Correct, "POST"): changing(
        _("Publish a correction or an apology with a story."),
        NewCorrectionSerializer,
        answer=NewCorrectionSerializer,
        status=(201,),
        errors=(412, 428),
    ),
    (pages.Understand, "POST"): Operation(
        DESK,
        _("How a page’s text is understood; nothing is kept."),
        shapes.UNDERSTOOD,
        takes=PageTextSerializer,
    ),
    (pages.Pages, "POST"): Operation(
        DESK,
        _("Take in a page’s text: its stories become drafts. A page reviewed in print needs one final sign-off."),
        shapes.REPORT,
        takes=NewPageSerializer,
        status=(200, 201),
    ),
    (pages.SignPage, "GET"): Operation(
        DESK,
        _("The drafts of a printed page, and which of them one final sign-off publishes."),
        PageReviewSerializer,
        errors=(404,),
    ),
    (pages.SignPage, "POST"): Operation(
        DESK,
        _("Sign a printed page as a whole, as it was read: its imported drafts are published."),
        PageReviewSerializer,
        [p.PAGE_AS_READ],
        errors=(404, 409, 412, 428),
    ),
}
