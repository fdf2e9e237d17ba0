from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor
from articles.models import Author, Contribution

from .base import CountsStories, DeskAdmin, how_many
from .fields import NameField
from .seen import ChangedByTheRules, SeenForm


class AuthorForm(SeenForm):
    # The note too: the API shows it.
    seen = ("name", "note")

    class Meta:
        field_classes = {"name": NameField}

    def clean(self):
        super().clean()
        same = {name: self.cleaned_data.get(name) for name in ("name", "note")}
        merged = Author.objects.filter(**same).exclude(merged_into=None).first()
        if merged:
            told = gettext("“%(name)s” was merged into “%(author)s”; choose that author for the byline.")
            self.add_error("name", told % {"name": merged, "author": merged.merged_into})


@admin.register(Author)
class AuthorAdmin(ChangedByTheRules, CountsStories, DeskAdmin):
    form = AuthorForm
    save_changes = staticmethod(editing.change_name)
    list_display = ["name", "note", "story_count"]
    search_fields = ["name", "note"]
    actions = ["merge"]

    def get_queryset(self, request):
        authors = super().get_queryset(request).present()
        return authors.annotate(stories=how_many(Contribution.objects.all(), "author"))

    @admin.action(description=_("These are the same person …"), permissions=["merge"])
    def merge(self, request, queryset):
        """Asks which of the chosen authors stays; the second time round it is told."""
        authors = Author.objects.filter(pk__in=queryset.values("pk"))
        if authors.count() < 2:
            self.message_user(request, gettext("Choose at least two authors."), messages.WARNING)
            return None
        stays = authors.filter(pk=request.POST["stays"]).first() if request.POST.get("stays", "").isdecimal() else None
        if stays is None:
            return self.desk_page(request, "author/merge.html", gettext("Which name stays?"), authors=queryset)
        return self._merge(request, stays, authors.exclude(pk=stays.pk))

    def _merge(self, request, stays, others):
        others = list(others)
        try:
            editing.merge_authors(stays, others, Actor.at_desk(request.user))
        except editing.Refused as refusal:
            return self.message_user(request, str(refusal), messages.WARNING)
        names = gettext(", ").join(map(str, others))
        entry = gettext("Took over the stories of %(names)s.") % {"names": names}
        LogEntry.objects.log_actions(request.user.pk, [stays], CHANGE, entry)
        told = gettext("%(author)s: %(entry)s") % {"author": stays, "entry": entry}
        return self.message_user(request, told, messages.SUCCESS)

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)
