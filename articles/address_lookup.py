"""The public row at an address. Raises Moved if it has another address now, Http404 if there is none."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from articles.models import Article, Author, FormerAddress, Issue, Page, Section


class Moved(Http404):
    """The row has moved: to the same view with these arguments."""

    def __init__(self, **arguments):
        super().__init__()
        self.arguments = arguments

    def redirect(self, request):
        match = request.resolver_match
        path = reverse(match.view_name, kwargs=match.kwargs | self.arguments)
        query = request.GET.urlencode()
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def public_issue(date) -> Issue:
    if issue := Issue.objects.public().filter(date=date).first():
        return issue
    former = _public(Issue, FormerAddress.objects.row_at(reverse("issue", args=[date])))
    raise Moved(date=former.date) if former else Http404


def public_page(date, number) -> Page:
    pages = Page.objects.public().for_navigation()
    if page := pages.filter(issue__date=date, number=number).first():
        return page
    former = _public(Page, FormerAddress.objects.row_at(reverse("page", args=[date, number])))
    raise Moved(date=former.issue.date, number=former.number) if former else Http404


def section_at(slug) -> Section:
    section = Section.objects.filter(slug=slug).first()
    if section and section.merged_into is None:
        return section
    former = section.merged_into if section else former_section(slug)
    raise Moved(slug=former.slug) if former else Http404


def former_section(slug) -> Section | None:
    try:
        former = FormerAddress.objects.row_at(reverse("section", args=[slug]))
    except NoReverseMatch:
        return None
    return former and former.present


def public_section(slug) -> Section:
    return get_object_or_404(Section.objects.public(), pk=section_at(slug).pk)


def public_author(pk) -> Author:
    if author := Author.objects.public().filter(pk=pk).first():
        return author
    target = merged_author(pk)
    raise Moved(pk=target.pk) if target else Http404


def merged_author(pk) -> Author | None:
    """The author into whom the author `pk` was merged, or whose pen name it is."""
    if not str(pk).isdecimal():
        return None
    former = Author.objects.filter(pk=pk).select_related("merged_into__pen_name_of", "pen_name_of").first()
    return former and Author.objects.public().filter(pk=former.present.person.pk).first()


def withdrawn_article(pk) -> Article:
    """The withdrawn article, of which readers see only the notice."""
    if merged := Article.objects.merged_into_public().filter(pk=pk).first():
        raise Moved(pk=merged.merged_into_id)
    return get_object_or_404(Article.objects.withdrawn(), pk=pk)


def _public(model, row):
    return row if isinstance(row, model) and model.objects.public().filter(pk=row.pk).exists() else None
