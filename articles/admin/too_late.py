"""Why a story can no longer be saved, and what to do with what was typed."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import editing
from articles.editing import Actor
from articles.models import Article

from .base import name_of
from .refusals import NoLongerAllowed, NoLongerThere


def too_late_for_story(pk, user):
    """The exception for a story that the user may not change, or not any more."""
    by = Actor.at_desk(user)
    if not (by.may("view_article") or by.may("change_article")):
        return PermissionDenied()  # somebody who may see no story must not learn of this one
    visible = Article.objects.business_of(user).select_related("merged_into")
    article = visible.filter(pk=pk).first() if str(pk).isdecimal() and len(str(pk)) < 19 else None
    if article is None:
        return _missing(by)
    if article.merged_into and visible.filter(pk=article.merged_into_id).exists():
        return _merged(article.merged_into)
    return NoLongerAllowed(why_too_late(article, by) or _("You may not change this story."))


def why_too_late(article, by):
    """Why the actor may no longer change the article, with who signed it; empty where they may."""
    reason = editing.why_not_change(article, by)
    if not reason:
        return ""
    signed = _("%(who)s has signed it off (%(stage)s).")
    signoffs = article.signoffs.standing().filter(user__isnull=False).select_related("user")
    told = [signed % {"who": name_of(each.user), "stage": each.get_stage_display()} for each in signoffs]
    return "".join([*told, reason])


def _missing(by):
    """Deleted or reassigned: somebody who may not see the story is not told which."""
    if by.may("change_any_article"):
        sentence = _("This story was deleted while you had it open.")
    else:
        sentence = _("This story was deleted or given to somebody else while you had it open.")
    if not by.may("add_article"):
        return NoLongerThere(sentence + _("Copy what you wrote."))
    sentence += _("Save what you wrote as a new story, or copy it.")
    return NoLongerThere(sentence, save_as=reverse("admin:articles_article_add"))


def _merged(into):
    sentence = _("This story was merged into “%(title)s”. Copy what you wrote into that story.")
    address = reverse("admin:articles_article_change", args=[into.pk])
    return NoLongerAllowed(sentence % {"title": into.title}, link=(address, into.title))
