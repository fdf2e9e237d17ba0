"""撤回导入: taking back the import of a page, or a whole issue, that nobody has worked on yet."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from articles.editing import Actor, Refused, record, require
from articles.models import Action, Article, Page

from .stories import is_disposable


def stories_of_import(pages: Sequence[Page]) -> list[Article]:
    """The stories that would be deleted with the import of the pages."""
    stories = Article.objects.filter(placements__page__in=pages).as_printed()
    stories = stories.select_related("section").prefetch_related("placements")
    return list({story.pk: story for story in stories}.values())


def why_not_undo_import(pages: Sequence[Page], actor: Actor) -> str:
    if not actor.may("import_page"):
        return _("Your role does not import pages.")
    stories, keys = stories_of_import(pages), {page.pk for page in pages}
    if touched := [story for story in stories if not _is_as_imported(story, actor)]:
        sentence = _("Somebody has worked on these stories, or readers have seen them: %(titles)s. Spike them instead.")
        return sentence % {"titles": "、".join(story.title for story in touched)}
    if joined := [story for story in stories if any(each.page_id not in keys for each in story.placements.all())]:
        sentence = _("These stories are on other pages, too: %(titles)s. Import the corrected page instead.")
        return sentence % {"titles": "、".join(story.title for story in joined)}
    return ""


def _is_as_imported(story, actor):
    return story.origin == Article.Origin.IMPORTED and not story.notes.exists() and is_disposable(story, actor)


@transaction.atomic
def undo_import(keys: Sequence[int], actor: Actor) -> int:
    """Delete the pages of one issue with these keys, their stories and, if no page is left, the issue; returns the
    number of stories. Raises Refused if anything on the pages was changed, signed or public."""
    require(actor, "import_page")
    pages = list(Page.objects.select_for_update(of=("self",)).select_related("issue").filter(pk__in=keys))
    if reason := why_not_undo_import(pages, actor):
        raise Refused(reason)
    stories = stories_of_import(pages)
    for story in stories:
        story.delete()
    for page in pages:
        subject = str(page)
        page.delete()
        record(actor, Action.DELETED, subject, _("The import was taken back."))
    for issue in {page.issue for page in pages}:
        if not issue.pages.exists():
            issue.delete()
    return len(stories)
