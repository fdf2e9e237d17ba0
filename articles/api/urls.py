"""The public API. Addresses never change within a version."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from articles.addresses import IssueDate

from . import changes, ninjs, people, printed, search, stories, texts


class PageNumber(StringConverter):
    # As printed: 2, A04, or 2/3 for a double page. At most as long as the column; PostgreSQL rejects NUL.
    regex = r"[^\x00]{1,8}"


register_converter(IssueDate, "day")
register_converter(PageNumber, "page_number")

version_1 = [
    path("", printed.Root.as_view(), name="root"),
    path("articles/", stories.ArticleList.as_view(), name="articles"),
    path("articles/<int:pk>/", stories.ArticleDetail.as_view(), name="article"),
    path("articles/<int:pk>/ninjs/", ninjs.ArticleNinjs.as_view(), name="article_ninjs"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("corrections/", stories.CorrectionList.as_view(), name="corrections"),
    path("search/", search.Search.as_view(), name="search"),
    path("issues/", printed.IssueList.as_view(), name="issues"),
    path("issues/<day:date>/", printed.IssueDetail.as_view(), name="issue"),
    path("issues/<day:date>/ninjs/", ninjs.IssueNinjs.as_view(), name="issue_ninjs"),
    path("issues/<day:date>/pages/<page_number:number>/", printed.PageDetail.as_view(), name="page"),
    path("pages/", printed.PageList.as_view(), name="pages"),
    path("sections/", people.SectionList.as_view(), name="sections"),
    path("sections/<slug:slug>/", people.SectionDetail.as_view(), name="section"),
    path("authors/", people.AuthorList.as_view(), name="authors"),
    path("authors/<int:pk>/", people.AuthorDetail.as_view(), name="author"),
]

urlpatterns = [
    path("api/v1/", include((version_1, "api"))),
    path("articles/<int:pk>.txt", texts.text, name="article_text"),
    path("articles/<int:pk>.md", texts.markdown, name="article_markdown"),
]
