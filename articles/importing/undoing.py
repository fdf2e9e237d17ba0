"""撤回导入: taking back the import of a page that nobody has worked on yet."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.editing import Actor, Refused, record, require
from articles.models import Action, Article, Page

from .stories import is_disposable


def stories_of_import(page: Page) -> list[Article]:
    """The stories that would be deleted with the import of the page."""
    stories = Article.objects.filter(placements__page=page).distinct().order_by("placements__order", "pk")
    return list(stories.select_related("section").prefetch_related("placements"))


def why_not_undo_import(page: Page, actor: Actor) -> str:
    if not actor.may("import_page"):
        return _("Your role does not import pages.")
    stories = stories_of_import(page)
    if touched := [story for story in stories if not _is_as_imported(story, actor)]:
        sentence = _("Somebody has worked on these stories, or readers have seen them: %(titles)s. Spike them instead.")
        return sentence % {"titles": "、".join(story.title for story in touched)}
    if joined := [story for story in stories if any(each.page_id != page.pk for each in story.placements.all())]:
        sentence = _("These stories are on other pages, too: %(titles)s. Import the corrected page instead.")
        return sentence % {"titles": "、".join(story.title for story in joined)}
    return ""


def _is_as_imported(story, actor):
    return story.origin == Article.Origin.IMPORTED and not story.notes.exists() and is_disposable(story, actor)


@transaction.atomic
def undo_import(pk: int, actor: Actor) -> int:
    """Delete a page, its stories and, if it was the only page, its issue; returns the number of stories. Raises Refused
    if anything on the page was changed, signed or public."""
    require(actor, "import_page")
    page = Page.objects.select_for_update(of=("self",)).select_related("issue").get(pk=pk)
    if reason := why_not_undo_import(page, actor):
        raise Refused(reason)
    stories, issue, subject = stories_of_import(page), page.issue, str(page)
    for story in stories:
        story.delete()
    page.delete()
    if not issue.pages.exists():
        issue.delete()
    record(actor, Action.DELETED, subject, _("The import was taken back."))
    return len(stories)
