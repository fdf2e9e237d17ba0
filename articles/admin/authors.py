from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Contribution

from .base import CountsStories, DeskAdmin, how_many
from .fields import NameField


class AuthorForm(forms.ModelForm):
    class Meta:
        field_classes = {"name": NameField}


@admin.register(Author)
class AuthorAdmin(CountsStories, DeskAdmin):
    form = AuthorForm
    list_display = ["name", "note", "story_count"]
    search_fields = ["name", "note"]
    actions = ["merge"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(stories=how_many(Contribution.objects.all(), "author"))

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
        names = gettext(", ").join(str(author) for author in others)
        entry = gettext("Took over the stories of %(names)s.") % {"names": names}
        LogEntry.objects.log_actions(request.user.pk, [stays], CHANGE, entry)
        stays.absorb(others)
        self.message_user(
            request, gettext("%(author)s: %(entry)s") % {"author": stays, "entry": entry}, messages.SUCCESS
        )

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)
