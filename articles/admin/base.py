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
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor
from articles.models import Action, Article
from articles.text.characters import ELLIPSIS, as_line

from .fields import FIELDS

# select2, which renders autocomplete fields, sets style attributes. They cannot run code, and only forms with such
# fields allow them.
STYLE_ATTRIBUTES = {"style-src-attr": ["'unsafe-inline'"]}


def searchable(typed):
    """A search term of at most 100 characters, without the null characters that a database refuses."""
    return typed.replace("\x00", "")[:100]


def as_number(typed) -> int:
    """A number from an address or a form; 0, which is no row's key or version, if it is none."""
    typed = str(typed)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0


def typed_line(request, name):
    """A field that no form validates, as one line."""
    return as_line(request.POST.get(name, "").replace("\x00", ""))


def typed_notice(request):
    """The notice typed for a refused action, so that it can be copied from the message; "" if there is none."""
    notice = typed_line(request, "notice")
    return gettext("You had written: “%(text)s”") % {"text": notice} if notice else ""


def name_of(user):
    """The display name of a user; "" if there is none, as for commands and deleted accounts."""
    return (user.get_short_name() or user.get_username()) if user else ""


def how_many(queryset, link):
    """Annotation: the number of rows of `queryset` whose `link` is the current row. Computed only for rows shown."""
    counted = queryset.filter(**{link: OuterRef("pk")}).order_by().values(link).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


# Columns of lists


@admin.display(description=_("article"), ordering="article__title")
def story(row):
    address = reverse("admin:articles_article_change", args=[row.article_id])
    return format_html('<a href="{}">{}</a>', address, row.article)


def linked(stories, most=8):
    """The titles of stories, each a link to its form; a longer list ends in …"""
    links = ((reverse("admin:articles_article_change", args=[each.pk]), each.title) for each in stories[:most])
    titles = format_html_join(_(", "), '<a href="{}">{}</a>', links)
    return titles + ELLIPSIS if len(stories) > most else titles


@admin.display(description=_("articles"), ordering="stories")
def story_count(row):
    """Needs the annotation `stories`."""
    return row.stories


class RelatedByName:
    """Foreign keys without buttons to view or delete the other row, such as an author in a byline."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class DeskMixin:
    """For every ModelAdmin of the desk.

    - Raises an exception where Django would silently drop a submitted form, so that the text is given back.
    - Also writes to our own log, shared with the API and commands.
    - Replaces the hyphens in the list of actions by words.
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
        # articles.editing records the changes of stories.
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
            # An impossible date, on which Django's list fails. For wrong values it redirects to ?e=1.
            raise IncorrectLookupParameters from None

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, searchable(search_term))

    def desk_page(self, request, template, title, **context):
        """Render a page of our own; base_site.html links back to the list, and to `article` if given."""
        context |= {"title": title, "opts": self.opts}
        if "article" in context:
            context["subtitle"] = context["article"].title
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, f"admin/articles/{template}", context)


class TooLate:
    """A mixin for exceptions: `sentence` is shown to the user with a `link` (address, text), and `save_as` is the
    address of a form that saves the same fields as a new row."""

    def __init__(self, sentence, link=None, save_as=""):
        super().__init__(sentence)
        self.sentence, self.link, self.save_as = sentence, link, save_as


class NoLongerThere(TooLate, Http404):
    pass


class NoLongerAllowed(TooLate, PermissionDenied):
    pass
