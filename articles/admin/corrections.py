from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor
from articles.models import Action, Correction
from articles.text.characters import beginning

from .base import DeskAdmin, story


class CorrectionForm(forms.ModelForm):
    def clean_article(self):
        article = self.cleaned_data["article"]
        if "article" in self.changed_data and (reason := editing.why_not_correct(article)):
            raise forms.ValidationError(reason, code="unseen")
        return article


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    form = CorrectionForm
    list_display = ["date", "kind", "words", story, "page", "in_equal_place", "created_by"]
    list_display_links = ["words"]
    list_filter = ["kind"]
    list_select_related = ["article", "page__issue", "created_by"]
    date_hierarchy = "date"
    search_fields = ["text", "article__title"]
    autocomplete_fields = ["article", "page"]
    fields = ["article", "kind", "text", "date", "page"]

    def get_queryset(self, request):
        corrections = super().get_queryset(request).visible_to(request.user)
        return corrections.prefetch_related("article__placements__page").defer("article__body")

    @admin.display(description=_("text"))
    def words(self, correction):
        return beginning(correction.text, 60)

    @admin.display(description=_("in an equal place"), boolean=True)
    def in_equal_place(self, correction):
        return correction.in_equal_place

    def save_model(self, request, correction, form, change):
        actor = Actor.at_desk(request.user)
        if not change:
            editing.publish_correction(correction, actor)
        elif form.changed_data:
            editing.amend_correction(correction, actor)
        if correction.in_equal_place is False:
            self.message_user(request, _unequal_place_warning(correction), messages.WARNING)

    def response_post_save_add(self, request, correction):
        return redirect("admin:articles_article_change", correction.article_id)

    response_post_save_change = response_post_save_add

    def _record(self, request, action, correction):
        if action != Action.DELETED:
            return  # articles.editing has logged it
        detail = f"{correction.get_kind_display()}：{correction.text}"
        editing.record(Actor.at_desk(request.user), action, correction.article, detail)


def _unequal_place_warning(correction):
    numbers = sorted({placement.page.number for placement in correction.article.placements.all()})
    return gettext(
        "The story stood on page %(printed)s, the notice stands on page %(notice)s. The rules ask for an equal place. "
        "It was saved all the same."
    ) % {"printed": gettext(", ").join(numbers), "notice": correction.page.number}
