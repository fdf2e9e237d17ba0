"""The addresses of the reader's paper. They are forever: a change here breaks what readers have kept."""

from django.urls import include, path, register_converter

from articles.converters import IssueDate, Year
from articles.views.about import about
from articles.views.archive import archive, archive_year
from articles.views.articles import article
from articles.views.caching import for_everyone, for_its_bearer, without_parameters
from articles.views.corrections import corrections
from articles.views.lists import author, section
from articles.views.paper import front, issue, page
from articles.views.previews import preview
from articles.views.search import search, suggestions

register_converter(IssueDate, "issue_date")
register_converter(Year, "year")

urlpatterns = [
    path("articles/<int:pk>/", for_everyone(without_parameters(article)), name="article"),
    path("", for_everyone(without_parameters(front)), name="front"),
    path("<issue_date:date>/", for_everyone(without_parameters(issue)), name="issue"),
    # A page may be numbered 2 or A04, and two facing ones 2/3.
    path("<issue_date:date>/<path:number>/", for_everyone(without_parameters(page)), name="page"),
    path("sections/<slug:slug>/", for_everyone(section), name="section"),
    path("authors/<int:pk>/", for_everyone(author), name="author"),
    path("archive/", for_everyone(without_parameters(archive)), name="archive"),
    path("archive/<year:year>/", for_everyone(without_parameters(archive_year)), name="archive_year"),
    path("search/", for_everyone(search), name="search"),
    path("search/suggestions/", for_everyone(suggestions), name="suggestions"),
    path("corrections/", for_everyone(corrections), name="corrections"),
    path("about/", for_everyone(without_parameters(about)), name="about"),
    path("preview/<str:token>/", for_its_bearer(preview), name="preview"),
    path("", include("articles.machine_urls")),
]
