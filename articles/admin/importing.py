"""Importing a page at the desk: paste or upload its text, check the preview, import."""

from hashlib import sha256

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.editing import Actor
from articles.filters import DayInput
from articles.importing import (
    Certainty,
    IssueSource,
    Outcome,
    PageSource,
    import_issue,
    known_number,
    page_number,
    understood,
)
from articles.models import Article, Page
from articles.parsing import UnreadablePage, decode_page

from .fields import DayField, LineField

MAX_BYTES_READ = 4_000_000  # more than a page may have, so that a refusal can usually name the file's size
NOT_PRINTED = gettext_lazy("Not printed yet: send the stories to review")
PUBLISHED = gettext_lazy("Printed already: publish the stories at once, signed off finally in your name")
TO_SIGN = gettext_lazy("Printed already: the stories are published once the chief has signed the whole page")


class PageImportForm(forms.Form):
    date = DayField(label=gettext_lazy("date of the paper"), widget=DayInput())
    number = forms.CharField(label=gettext_lazy("page number"), max_length=8)
    name = LineField(label=gettext_lazy("page name"), max_length=40, required=False)
    text = forms.CharField(
        label=gettext_lazy("text of the page"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 14, "class": "import-text"}),
    )
    file = forms.FileField(label=gettext_lazy("or its file"), required=False, allow_empty_file=True)
    way = forms.ChoiceField(label=gettext_lazy("these stories are"), widget=forms.RadioSelect)
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        printed = PUBLISHED if actor.may("sign_final") else TO_SIGN
        self.fields["way"].choices = [("draft", NOT_PRINTED), ("printed", printed)]

    def clean_number(self):
        """01 and 第一版 become 1; A04 keeps its zero, as printed."""
        typed = self.cleaned_data["number"]
        if number := page_number(typed):
            return number
        message = _("“%(number)s” is no page number. Write it as 2 or A04.")
        raise forms.ValidationError(message % {"number": typed.strip().upper()})

    def clean(self):
        super().clean()
        if {"date", "number"} <= self.cleaned_data.keys():
            self.cleaned_data["number"] = known_number(self.cleaned_data["date"], self.cleaned_data["number"])
        pasted, file = self.cleaned_data.get("text", ""), self.cleaned_data.get("file")
        if pasted.strip() and file:
            self.add_error("file", _("There is text in the field above too. Empty it, or choose no file."))
        elif not pasted.strip() and not file:
            self.add_error("text", _("Paste the text of the page, or choose its file."))
        elif "text" not in self.errors and "file" not in self.errors:
            try:
                self.cleaned_data["text"] = decode_page(file.read(MAX_BYTES_READ) if file else pasted.encode())
            except UnreadablePage as refusal:
                self.add_error("file" if file else "text", refusal.message(_))

    def source(self) -> IssueSource:
        given = self.cleaned_data
        file_name = given["file"].name[:255] if given["file"] else ""
        page = PageSource(given["number"], given["name"].strip(), file_name, given["text"])
        return IssueSource(given["date"], "", (page,))

    def seen(self) -> str:
        """A digest of the input, which the form sends back to prove that this preview was shown."""
        given = (str(self.cleaned_data[name]) for name in ("date", "number", "name", "text", "way"))
        return sha256("\x00".join(given).encode()).hexdigest()

    def confirmation(self):
        """The same form to be sent again, with the file's text in the text field."""
        return PageImportForm(self.actor, initial=self.cleaned_data | {"file": None, "looked_at": self.seen()})


class PageImport:
    """A mixin for the pages' ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="articles_page_import"), *super().get_urls()]

    def import_view(self, request):
        """Show a preview; import the page once exactly that preview was confirmed."""
        if not request.user.has_perm("articles.import_page"):
            raise PermissionDenied
        actor = Actor.at_desk(request.user)
        if request.method != "POST":
            day = request.GET.get("date") or timezone.localdate()
            return self._page(request, form=PageImportForm(actor, initial={"date": day, "way": "draft"}))
        form = PageImportForm(actor, request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form=form)
        take_in = "_import" in request.POST and form.cleaned_data["looked_at"] == form.seen()
        draft = form.cleaned_data["way"] == "draft"
        report = import_issue(form.source(), dry_run=not take_in, draft=draft, actor=actor)
        shown = {
            "report": report,
            "stories": [story for story in report.stories if story.outcome != Outcome.UNCHANGED],
            "unchanged": sum(story.outcome == Outcome.UNCHANGED for story in report.stories),
            "doubts": sum(len(story.doubts) for story in report.stories),
            "certainty": [(kind.label, report.certainty[kind]) for kind in Certainty if report.certainty[kind]],
        }
        if take_in:
            return self._page(request, done=True, to_sign=_to_sign(form), **shown)
        page = understood(form.cleaned_data["text"])
        lines = enumerate(form.cleaned_data["text"].split("\n"), start=1)
        changed = "_import" in request.POST
        return self._page(
            request, form=form.confirmation(), changed=changed, residue=page["residue"], lines=list(lines), **shown
        )

    def _page(self, request, **context):
        return self.desk_page(request, "page/import.html", _("Import a page"), **context)


def _to_sign(form):
    """The imported page and its number of drafts if it waits for its sign-off, or else None."""
    number, date = form.cleaned_data["number"], form.cleaned_data["date"]
    page = Page.objects.to_sign().for_navigation().filter(issue__date=date, number=number).first()
    if page is None:
        return None
    drafts = Article.objects.filter(placements__page=page, status=Article.Status.DRAFT)
    return {"page": page, "number": drafts.count()}
