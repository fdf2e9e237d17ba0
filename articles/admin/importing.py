"""Importing a page at the desk: paste its text or upload it, or upload its PDF, check the preview, import."""

import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.editing import Actor
from articles.filters import DayInput
from articles.importing import (
    MOST_BYTES_OF_TEXT,
    OF_SHEET,
    Certainty,
    IssueSource,
    NotPrinted,
    Outcome,
    PagePdf,
    PageSource,
    SourceRefused,
    import_issue,
    page_number,
    read_page_pdf,
    read_with_pdf,
    understood,
    with_printed,
)
from articles.models import Article, Page
from articles.parsing import UnreadablePage, decode_page
from articles.pictures.reading import clean_name

from . import page_pdfs
from .fields import DayField, LineField

NOT_PRINTED = gettext_lazy("Not printed yet: send the stories to review")
PUBLISHED = gettext_lazy("Printed already: publish the stories at once, signed off finally in your name")
TO_SIGN = gettext_lazy("Printed already: the stories are published once the chief has signed the whole page")


class ImportForm(forms.Form):
    """What the imports of a page and of a whole issue have in common."""

    date = DayField(label=gettext_lazy("date of the paper"), widget=DayInput())
    # Signed tokens of page_pdfs, so that the files need not be uploaded again.
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    way = forms.ChoiceField(label=gettext_lazy("these stories are"), widget=forms.RadioSelect)
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args, folder: Path | None = None, **kwargs):
        """`folder` is for copies of the files, as long as this form is used."""
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.folder = folder
        printed = PUBLISHED if actor.may("sign_final") else TO_SIGN
        self.fields["way"].choices = [("draft", NOT_PRINTED), ("printed", printed)]

    def set_kept(self, tokens):
        self.cleaned_data["kept"] = tokens
        self._show("kept", tokens)

    def _show(self, name, value):
        """Put a value in the field, so that it is there if the form is shown again."""
        self.data = self.data.copy()
        self.data[name] = value

    def digest_of(self, *names, more=()) -> str:
        """A digest of the input in these fields, and of `more`. The form sends it back in `looked_at` to prove that
        this preview was shown."""
        given = [*(str(self.cleaned_data[name]) for name in names), *map(str, more)]
        return sha256("\x00".join(given).encode()).hexdigest()


class PageImportForm(ImportForm):
    """What is left empty of date, number and name is taken from the page, if it is printed there."""

    date = DayField(label=gettext_lazy("date of the paper"), widget=DayInput(), required=False)
    number = forms.CharField(label=gettext_lazy("page number"), max_length=8, required=False)
    name = LineField(label=gettext_lazy("page name"), max_length=40, required=False)
    text = forms.CharField(
        label=gettext_lazy("text of the page"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 14, "class": "import-text"}),
    )
    file = forms.FileField(label=gettext_lazy("or its file"), required=False, allow_empty_file=True)
    sheet = forms.IntegerField(label=gettext_lazy("page of the PDF"), required=False, min_value=1, max_value=999)
    pdf: PagePdf | None = None

    def clean_number(self):
        """01 and 第一版 become 1; A04 keeps its zero, as printed."""
        typed = self.cleaned_data["number"]
        if not typed:
            return ""
        if number := page_number(typed):
            return number
        message = _("“%(number)s” is no page number. Write it as 2 or A04.")
        raise forms.ValidationError(message % {"number": typed.strip().upper()})

    def clean(self):
        super().clean()
        if not {"text", "file", "sheet"} & self.errors.keys():
            self._read(self.cleaned_data["text"], self.cleaned_data["file"])
        if not self.errors:
            self._fill_in()

    def _fill_in(self):
        given = self.cleaned_data
        try:
            given["date"], page = with_printed(given["date"], self._page())
        except NotPrinted as missing:
            for name, value in missing.found.items():
                self._show(name, value)
            for name, sentence in missing.sentences.items():
                self.add_error(name, sentence)
            return
        given["number"], given["name"] = page.number, page.name
        for name in ("date", "number"):
            self._show(name, given[name])

    def _read(self, pasted, file):
        path = page_pdfs.received(file, self.folder) if file else None
        is_pdf = path is not None and page_pdfs.is_uploaded_pdf(path, file.name)
        if pasted.strip() and file and not is_pdf:
            self.add_error("file", _("There is text in the field above too. Empty it, or choose no file."))
        elif is_pdf:
            self._read_pdf(path, file.name)
        elif file:
            self._read_text(path.read_bytes()[:MOST_BYTES_OF_TEXT], "file")
        elif self.cleaned_data["kept"]:
            self._read_kept()
        elif not pasted.strip():
            self.add_error("text", _("Paste the text of the page, or choose its file."))
        if pasted.strip() and not (file and not is_pdf):
            self._read_text(pasted.encode(), "text")

    def _read_text(self, data, field):
        try:
            self.cleaned_data["text"] = decode_page(data)
        except UnreadablePage as refusal:
            self.add_error(field, refusal.message(_))

    def _read_kept(self):
        try:
            self._read_pdf(*page_pdfs.fetched(self.cleaned_data["kept"], self.folder))
        except (signing.BadSignature, FileNotFoundError):
            self.set_kept("")
            self.add_error("file", _("The PDF is no longer kept here; choose it again."))

    def _read_pdf(self, path, name):
        """Read the PDF and keep it, so that it need not be uploaded again: for the confirmation, or for another number
        of its page."""
        try:
            has_text = bool(self.cleaned_data["text"].strip())
            self.pdf = read_page_pdf(path, self.cleaned_data["sheet"], clean_name(name), has_text)
        except UnreadablePage as refusal:
            of_sheet = refusal.code in OF_SHEET
            self.set_kept(page_pdfs.keep(path, name) if of_sheet else "")
            self.add_error("sheet" if of_sheet else "file", refusal.message(_))
        else:
            self.set_kept(page_pdfs.keep(path, name))

    @property
    def kept_name(self) -> str:
        return page_pdfs.name_of(self["kept"].value())

    def source(self) -> IssueSource:
        return IssueSource(self.cleaned_data["date"], "", (self._page(),))

    def _page(self) -> PageSource:
        given, pdf = self.cleaned_data, self.pdf
        file_name = given["file"].name[:255] if given["file"] and not pdf else ""
        page = PageSource(given["number"], given["name"].strip(), file_name, given["text"], pdf=pdf)
        if pdf and not given["text"].strip():
            page = replace(page, file_name=pdf.name, text=pdf.printed.text)
        return page

    def seen(self) -> str:
        return self.digest_of("date", "number", "name", "text", "way", more=self.pdf.key if self.pdf else ())

    def confirmation(self):
        """The same form to be sent again, with the file's text in the text field, or the PDF kept."""
        return PageImportForm(self.actor, initial=self.cleaned_data | {"file": None, "looked_at": self.seen()})

    def preview(self) -> dict:
        """What the template shows of the page beside the stories' report."""
        text = self.source().pages[0].text
        shown = {"lines": list(enumerate(text.split("\n"), start=1))}
        if self.pdf is None:
            return shown | {"residue": understood(text)["residue"]}
        parsed, on_page = read_with_pdf(self.cleaned_data["text"].strip() and text, self.pdf.printed)
        return shown | {"residue": parsed.residue, "drawn": page_pdfs.drawn(self.pdf, parsed, on_page)}


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
            day = request.GET.get("date")
            return self._page(request, form=PageImportForm(actor, initial={"date": day, "way": "draft"}))
        with tempfile.TemporaryDirectory() as folder:
            form = PageImportForm(actor, request.POST, request.FILES, folder=Path(folder))
            return self._read(request, form, actor) if form.is_valid() else self._page(request, form=form)

    def _read(self, request, form, actor):
        take_in = "_import" in request.POST and form.cleaned_data["looked_at"] == form.seen()
        draft = form.cleaned_data["way"] == "draft"
        try:
            report = import_issue(form.source(), dry_run=not take_in, draft=draft, actor=actor)
        except SourceRefused as refusal:
            form.add_error("file", str(refusal))
            return self._page(request, form=form)
        shown = report_for_page(report, form.cleaned_data["number"])
        if take_in:
            imported = Page.objects.filter(issue__date=report.date, number=form.cleaned_data["number"]).first()
            return self._page(request, done=True, to_sign=_to_sign(form), imported=imported, **shown)
        changed = "_import" in request.POST
        return self._page(request, form=form.confirmation(), changed=changed, **form.preview(), **shown)

    def _page(self, request, **context):
        return self.desk_page(request, "page/import.html", _("Import a page"), **context)


def report_for_page(report, page: str = "") -> dict:
    """What the template shows of a report; stories are numbered by their places on this page."""
    return {
        "report": report,
        "on_page": page,
        "stories": [
            (number, page_pdfs.colour_of(number), story)
            for story in report.stories
            if story.outcome != Outcome.UNCHANGED
            for number in [story.pages.get(page, 0)]
        ],
        "unchanged": sum(story.outcome == Outcome.UNCHANGED for story in report.stories),
        "doubts": sum(len(story.doubts) for story in report.stories),
        "certainty": [(kind.label, report.certainty[kind]) for kind in Certainty if report.certainty[kind]],
    }


def _to_sign(form):
    """The imported page and its number of drafts if it waits for its sign-off, or else None."""
    number, date = form.cleaned_data["number"], form.cleaned_data["date"]
    page = Page.objects.to_sign().for_navigation().filter(issue__date=date, number=number).first()
    if page is None:
        return None
    drafts = Article.objects.filter(placements__page=page, status=Article.Status.DRAFT)
    return {"page": page, "number": drafts.count()}
