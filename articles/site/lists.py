"""Lists: the stories of a section or an author, and all corrections."""

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count, Value
from django.db.models.functions import TruncDate
from django.http import Http404
from django.shortcuts import render

from articles.address_lookup import public_author, section_at
from articles.filters import ArticleFilter
from articles.models import Article, Correction
from articles.site.cache_headers import publicly_cached
from articles.site.story_pictures import load_first_pictures

STORIES_ON_A_PAGE = 20


@publicly_cached
def section(request, slug):
    section = section_at(slug)
    return _list(request, "articles/section.html", Article.objects.public().in_section(section), section=section)


@publicly_cached
def author(request, pk):
    """A person's stories; with `?role=摄影` those in which they have this role."""
    author = public_author(pk)
    stories = Article.objects.public().by(author)
    roles, role = roles_of(author, stories), request.GET.get("role")
    if role is not None:
        if role not in roles:
            raise Http404
        stories = stories.filter(contributions__author__in=author.names, contributions__role=role).distinct()
    names = {"author": author, "pen_names": author.pen_names.named()}
    return _list(request, "articles/author.html", stories, roles=roles, role=role, **names)


@publicly_cached
def corrections(request):
    """Corrections and withdrawals, newest first. A withdrawal shows its notice and never the story's words."""
    days = [
        *Correction.objects.public().order_by().values_list("date", "pk", Value("correction")),
        *withdrawn_stories().annotate(day=TruncDate("withdrawn_at")).values_list("day", "pk", Value("withdrawal")),
    ]
    page = paged(request, sorted(days, reverse=True))
    keys = {kind: [pk for _day, pk, each in page if each == kind] for kind in ("correction", "withdrawal")}
    notices = Correction.objects.for_readers().select_related("article").in_bulk(keys["correction"])
    found = {"correction": notices, "withdrawal": withdrawn_stories().in_bulk(keys["withdrawal"])}
    page.object_list = [(kind, found[kind][pk]) for _day, pk, kind in page if pk in found[kind]]
    return render(request, "articles/corrections.html", {"stories": page})


def withdrawn_stories():
    """Merged ones are left out: their address leads to another story."""
    return Article.objects.withdrawn().exclude(status=Article.Status.MERGED).order_by()


def roles_of(author, stories):
    """{role: number of stories}, the most frequent first; the role may be empty."""
    counted = stories.order_by().filter(contributions__author__in=author.names).values_list("contributions__role")
    return dict(counted.annotate(stories=Count("pk", distinct=True)).order_by("-stories", "contributions__role"))


def paged(request, articles):
    paginator = Paginator(articles, STORIES_ON_A_PAGE)
    try:
        page = paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    page.numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return page


def _list(request, template, articles, **context):
    years = [day.year for day in articles.dates("date", "year", order="DESC")]
    filter = ArticleFilter({"year": request.GET.get("year")}, articles.newest_first().for_lists(), request=request)
    if not filter.is_valid():
        raise Http404
    stories = paged(request, filter.qs)
    load_first_pictures(stories)
    return render(request, template, context | {"years": years, "filter": filter, "stories": stories})
