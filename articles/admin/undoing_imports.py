"""撤回导入: the desk asks before the import of a printed page, or a whole issue, is taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.editing import Actor, Refused
from articles.importing import stories_of_import, undo_import, why_not_undo_import
from articles.models import Page


class UndoImport:
    """A mixin for the ModelAdmins of pages and issues."""

    def get_urls(self):
        name, view = f"articles_{self.opts.model_name}_undo_import", self.admin_site.admin_view(self.undo_import_view)
        return [path("<int:pk>/undo-import/", view, name=name), *super().get_urls()]

    def undo_import_view(self, request, pk):
        if not request.user.has_perm("articles.import_page"):
            raise PermissionDenied
        row, actor = self.model.objects.filter(pk=pk).first(), Actor.at_desk(request.user)
        if not row and request.method == "POST":  # the second of two clicks
            messages.warning(request, _("It is not there any more: its import was taken back, or it was deleted."))
            return redirect(f"admin:articles_{self.opts.model_name}_changelist")
        if not row:
            raise Http404
        named = {"pk": pk} if self.model is Page else {"issue": row}
        pages, subject = list(Page.objects.for_navigation().filter(**named)), str(row)
        if request.method == "POST":
            try:
                number = undo_import([page.pk for page in pages], actor)
            except Refused as refusal:
                messages.warning(request, str(refusal))
                return redirect(f"admin:articles_{self.opts.model_name}_change", pk)
            sentence = ngettext(
                "%(page)s and its %(number)d story were deleted; the page can be imported again.",
                "%(page)s and its %(number)d stories were deleted; the page can be imported again.",
                number,
            )
            messages.success(request, sentence % {"page": subject, "number": number})
            return redirect(f"admin:articles_{self.opts.model_name}_changelist")
        context = {"row": row, "stories": stories_of_import(pages), "why_not": why_not_undo_import(pages, actor)}
        return self.desk_page(request, "page/undo_import.html", _("Take back the import"), **context)
