"""What all pages of the desk have in common."""

from csp.decorators import csp_update
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor
from articles.models import Action, Article

from .fields import FIELDS

LONGEST_SEARCH = 100
# select2, which draws the autocomplete fields, sets style attributes as it builds its box. Styles in attributes cannot
# run anything, and only the forms that hold such a field let them pass.
STYLE_ATTRIBUTES = {"style-src-attr": ["'unsafe-inline'"]}


def searchable(typed):
    """What was typed into a search field, cut to a length and rid of characters that a database refuses."""
    return typed.replace("\x00", "")[:LONGEST_SEARCH]


def as_number(typed) -> int:
    """What an address or a form gives as a number; 0, which no row or version has, where it is none."""
    typed = str(typed)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0


def name_of(user):
    """What the desk calls somebody; nobody is named where an account was deleted or a command did it."""
    return (user.get_short_name() or user.get_username()) if user else ""


def story_link(article):
    return format_html('<a href="{}">{}</a>', reverse("admin:articles_article_change", args=[article.pk]), article)


def how_many(queryset, link):
    """Annotation: the rows of `queryset` whose `link` is the row at hand. Counted for the rows shown, not for all."""
    counted = queryset.filter(**{link: OuterRef("pk")}).order_by().values(link).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class CountsStories:
    """A mixin for rows that stories belong to; their queryset counts them as `stories`."""

    @admin.display(description=_("articles"), ordering="stories")
    def story_count(self, row):
        return row.stories


class RelatedByName:
    """Foreign keys without the buttons that view or delete the other row: a byline is no place to delete an author."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class DeskMixin:
    """What every ModelAdmin of the desk does, those of accounts and roles too.

    - Where Django would drop a form with a message or with nothing, it is refused, and so given back.
    - What is done is recorded in our log too, which also holds what came by the API and by commands.
    - The list of actions begins with words, not with hyphens.
    """

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if request.method == "POST":
            raise self.too_late(request, object_id)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def changelist_view(self, request, extra_context=None):
        action = request.POST.get("action")
        if action and action not in self.get_actions(request):
            raise NoLongerAllowed(gettext("Your account may no longer do this to the rows you chose."))
        return super().changelist_view(request, extra_context)

    def too_late(self, request, object_id):
        sentence = gettext("What you were changing (%(kind)s) was deleted while you had it open. Copy what you wrote.")
        return NoLongerThere(sentence % {"kind": self.opts.verbose_name})

    def log_addition(self, request, obj, message):
        self._record(request, Action.CREATED, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        if message:
            self._record(request, Action.CHANGED, obj)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for row in queryset:
            self._record(request, Action.DELETED, row)
        return super().log_deletions(request, queryset)

    def _record(self, request, action, obj):
        # A story's own changes are recorded where they are made, whether at the desk or by the API.
        if action == Action.DELETED or not isinstance(obj, Article):
            editing.record(Actor.at_desk(request.user), action, obj)

    def get_action_choices(self, request, default_choices=None):
        return super().get_action_choices(request, [("", _("Choose what to do"))])


@method_decorator(csp_update(STYLE_ATTRIBUTES), name="changeform_view")
class DeskAdmin(DeskMixin, RelatedByName, admin.ModelAdmin):
    formfield_overrides = FIELDS
    list_per_page = 50
    show_full_result_count = False

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError):
            # A year or day that no calendar has. Django's own list fails on it; its answer to wrong values is ?e=1.
            raise IncorrectLookupParameters from None

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, searchable(search_term))

    def desk_page(self, request, template, title, **context):
        """A page of our own in the desk's frame; base_site.html leads from it back to these rows, and to the `article`
        if one is given."""
        context |= {"title": title, "opts": self.opts}
        if "article" in context:
            context["subtitle"] = context["article"].title
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, f"admin/articles/{template}", context)


class TooLate:
    """A mixin for exceptions. `sentence` is for the sender of the form, `link` (address, words) leads on, and `save_as`
    is the address of a form to which the same fields can be sent to make a new row of them."""

    def __init__(self, sentence, link=None, save_as=""):
        super().__init__(sentence)
        self.sentence, self.link, self.save_as = sentence, link, save_as


class NoLongerThere(TooLate, Http404):
    pass


class NoLongerAllowed(TooLate, PermissionDenied):
    pass
