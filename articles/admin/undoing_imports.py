"""撤回导入: a page of the desk that asks before the import of a printed page is taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.editing import Actor, Refused
from articles.importing import stories_of_import, undo_import, why_not_undo_import
from articles.models import Page


class UndoImport:
    """A mixin for the pages' ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.undo_import_view)
        return [path("<int:pk>/undo-import/", view, name="articles_page_undo_import"), *super().get_urls()]

    def undo_import_view(self, request, pk):
        if not request.user.has_perm("articles.import_page"):
            raise PermissionDenied
        page, actor = get_object_or_404(Page.objects.for_navigation(), pk=pk), Actor.at_desk(request.user)
        if request.method == "POST":
            try:
                number = undo_import(page.pk, actor)
            except Refused as refusal:
                messages.warning(request, str(refusal))
                return redirect("admin:articles_page_change", page.pk)
            sentence = ngettext(
                "%(page)s and its %(number)d story were deleted; the page can be imported again.",
                "%(page)s and its %(number)d stories were deleted; the page can be imported again.",
                number,
            )
            messages.success(request, sentence % {"page": page, "number": number})
            return redirect("admin:articles_page_changelist")
        context = {"page": page, "stories": stories_of_import(page), "why_not": why_not_undo_import(page, actor)}
        return self.desk_page(request, "page/undo_import.html", _("Take back the import"), **context)
