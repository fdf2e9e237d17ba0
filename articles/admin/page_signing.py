"""整版签发 at the desk: the stories of one or several printed pages, and one button that publishes them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import editing
from articles.editing import Actor, Refused
from articles.models import Page

from .base import name_of

AT_ONCE = 50


@admin.action(description=gettext_lazy("Sign the whole page …"), permissions=["sign_final"])
def sign_whole_pages(modeladmin, request, queryset):
    return redirect(signing_address(queryset.order_by("issue__date", "order").values_list("pk", flat=True)[:AT_ONCE]))


def signing_address(pages):
    return reverse("admin:articles_page_sign", query={"page": list(pages)})


class ToSignFilter(admin.SimpleListFilter):
    title = gettext_lazy("review")
    parameter_name = "sign"

    def lookups(self, request, model_admin):
        return [("waiting", gettext_lazy("waiting for the whole page to be signed"))]

    def queryset(self, request, queryset):
        return queryset.to_sign() if self.value() == "waiting" else queryset


class PageSigning:
    """A mixin for the pages' ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.sign_view)
        return [path("sign/", view, name="articles_page_sign"), *super().get_urls()]

    def has_sign_final_permission(self, request):
        return request.user.has_perm("articles.sign_final")

    def sign_view(self, request):
        """Shows the drafts of the pages that the address names; a POST signs each page that still is as it was seen."""
        if not self.has_sign_final_permission(request):
            raise PermissionDenied
        pages = self._pages_named(request)
        if not pages:
            return redirect("admin:articles_page_changelist")
        by = Actor.at_desk(request.user)
        if request.method == "POST":
            for page in pages:
                self._sign(request, page, by)
            return redirect(_where_it_began(pages))
        reviews = [editing.review_page(page, by) for page in pages]
        number = sum(len(review.signable) for review in reviews if not review.why_not)
        told = [(review, _who(review.imported_by)) for review in reviews]
        return self.desk_page(request, "page/sign.html", _("Sign the whole page"), reviews=told, number=number)

    def _pages_named(self, request):
        keys = [
            key for key in request.GET.getlist("page")[:AT_ONCE] if key.isascii() and key.isdigit() and len(key) < 19
        ]
        return list(Page.objects.for_navigation().filter(pk__in=keys).order_by("issue__date", "order"))

    def _sign(self, request, page, by):
        try:
            review = editing.sign_page(page.pk, by, request.POST.get(f"state-{page.pk}", ""))
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
            return
        number = len(review.signable)
        told = ngettext("%(page)s: %(number)d story signed.", "%(page)s: %(number)d stories signed.", number)
        self.message_user(request, told % {"page": page, "number": number}, messages.SUCCESS)


def _who(entry):
    return name_of(entry.user) or entry.get_origin_display() if entry else ""


def _where_it_began(pages):
    if len(pages) == 1:
        return reverse("admin:articles_page_change", args=[pages[0].pk])
    return reverse("admin:articles_page_changelist")
