"""Importing a whole issue at the desk: choose the files of all its pages at once, check the preview, import."""

import datetime
import tempfile
from dataclasses import replace
from pathlib import Path

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.editing import Actor
from articles.filters import FIRST_DAY, LAST_DAY, DayInput
from articles.importing import (
    MANIFEST,
    MOST_BYTES_OF_TEXT,
    IssueSource,
    SourceRefused,
    days_on,
    find_issue_folders,
    import_issue,
    read_issue,
)
from articles.models import Issue, Page
from articles.pictures.reading import clean_name
from articles.text.dates import split_days

from . import page_pdfs
from .fields import DayField
from .importing import ImportForm, report_for_page

MOST_FILES = 90  # below Django's limit for a request


# Not a manifest, which may name another day; nor what is no name of a file.
NO_PAGES = {MANIFEST, "", ".", ".."}
DOCUMENTS = (".doc", ".docx", ".wps", ".rtf")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files."""

    widget = FilesInput

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(file, initial) for file in data or []]


class DateUnclear(Exception):
    """`str()` says why the date has to be entered."""


class WholeIssueForm(ImportForm):
    """A date left empty is taken from the files' names, or else from the pages."""

    date = DayField(label=gettext_lazy("date of the paper"), widget=DayInput(), required=False)
    files = FilesField(label=gettext_lazy("files of all pages"), required=False, allow_empty_file=True)
    source: IssueSource | None = None
    day_folder: Path  # the files, under their names

    def clean(self):
        super().clean()
        uploaded = [file for file in self.cleaned_data.get("files", []) if clean_name(file.name) not in NO_PAGES]
        if len(uploaded) > MOST_FILES:
            self.add_error("files", _("These are more than {most} files.").format(most=MOST_FILES))
            return
        if uploaded:
            self._keep(uploaded)
        if not self.cleaned_data["kept"]:
            self.add_error("files", _("Choose the files of the pages."))
        elif "date" in self.cleaned_data:
            self._read()

    def _keep(self, uploaded):
        tokens = []
        for file in uploaded:
            copied, name = self.folder / "upload", clean_name(file.name)
            # A text is refused for its size when it is read; its rest is not needed for that.
            most = MOST_BYTES_OF_TEXT if name.lower().endswith(".txt") else file.size
            with copied.open("wb") as copy:
                for chunk in file.chunks():
                    copy.write(chunk[: max(0, most - copy.tell())])
            tokens.append(page_pdfs.keep(copied, name))
        self.set_kept(" ".join(tokens))

    def _read(self):
        try:
            day = self.cleaned_data["date"] or self._date_of_names()
            # The files' names are read as those of a day. Without a date of their own any day will do.
            self.day_folder = self.folder / (day or timezone.localdate()).isoformat()
            self.day_folder.mkdir()
            for token in self.cleaned_data["kept"].split():
                kept, name = page_pdfs.fetched(token, self.folder)
                kept.rename(self.day_folder / name)
            if not any(self.day_folder.iterdir()) or not _has_pages(self.day_folder):
                self.add_error("files", self._why_no_pages())
                return
            source = read_issue(self.day_folder)
            self.cleaned_data["date"] = day or _printed_date(source)
        except (signing.BadSignature, FileNotFoundError):
            self.set_kept("")
            self.add_error("files", _("The files are no longer kept here; choose them again."))
        except SourceRefused as refusal:
            self.refuse(refusal)
        except DateUnclear as unclear:
            self.add_error("date", str(unclear))
        else:
            self._show("date", self.cleaned_data["date"])
            self.source = replace(source, date=self.cleaned_data["date"])

    def _date_of_names(self) -> datetime.date | None:
        """The date in the names of texts and PDFs; a photograph may be named after the day on which it was taken."""
        stems = [Path(name).stem for name in self.kept_names if name.lower().endswith((".txt", ".pdf"))]
        days = {day for stem in stems for day in split_days(stem)[0] if FIRST_DAY <= day <= LAST_DAY}
        if len(days) > 1:
            dates = _(", ").join(map(date_format, sorted(days)))
            sentence = _("The files are named after different dates: {dates}. Please enter the date of the paper.")
            raise DateUnclear(sentence.format(dates=dates))
        return days.pop() if days else None

    def _why_no_pages(self):
        if documents := [name for name in self.kept_names if name.lower().endswith(DOCUMENTS)]:
            names = _(", ").join(documents)
            return _("Pages are read from text files and PDFs. Save as .txt or PDF: {names}").format(names=names)
        return _("None of these files is named after a page. Name them like 1.txt, A04.pdf or 02 综合新闻.txt.")

    def refuse(self, refusal):
        """Show the refusal with the files' names instead of their places on the server."""
        sentence = str(refusal).replace(f"{self.day_folder}/", "").replace(str(self.day_folder), _("This issue"))
        self.add_error("files", sentence)

    def seen(self) -> str:
        return self.digest_of("date", "way", "kept")

    @property
    def kept_names(self) -> list[str]:
        return [page_pdfs.name_of(token) for token in (self["kept"].value() or "").split()]


def _printed_date(source) -> datetime.date:
    """The date printed on all pages that have one."""
    days = {page.number: days for page in source.pages if (days := days_on(page))}
    if not days:
        raise DateUnclear(_("No date is printed on these pages. Please enter the date of the paper."))
    common = set.intersection(*days.values())
    if len(common) == 1:
        return common.pop()
    numbers = {day: [number for number in days if day in days[number]] for day in sorted(set.union(*days.values()))}
    dates = [
        _("page {number} {date}").format(number="、".join(each), date=date_format(day)) for day, each in numbers.items()
    ]
    sentence = _("The pages have different dates: {dates}. Please enter the date of the paper.")
    raise DateUnclear(sentence.format(dates=_("; ").join(dates)))


def _has_pages(folder):
    try:
        return find_issue_folders(folder) == [folder]
    except SourceRefused:
        return False


class WholeIssueImport:
    """A mixin for the pages' ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.whole_issue_view)
        return [path("import-issue/", view, name="articles_page_import_issue"), *super().get_urls()]

    def whole_issue_view(self, request):
        """Show a preview; import the issue once exactly that preview was confirmed."""
        if not request.user.has_perm("articles.import_page"):
            raise PermissionDenied
        actor = Actor.at_desk(request.user)
        if request.method != "POST":
            form = WholeIssueForm(actor, initial={"way": "draft"})
            return self._issue_page(request, form=form)
        with tempfile.TemporaryDirectory() as folder:
            form = WholeIssueForm(actor, request.POST, request.FILES, folder=Path(folder))
            return self._import_issue(request, form, actor) if form.is_valid() else self._issue_page(request, form=form)

    def _import_issue(self, request, form, actor):
        take_in = "_import" in request.POST and form.cleaned_data["looked_at"] == form.seen()
        draft = form.cleaned_data["way"] == "draft"
        try:
            report = import_issue(form.source, dry_run=not take_in, draft=draft, actor=actor)
        except SourceRefused as refusal:
            form.refuse(refusal)
            return self._issue_page(request, form=form)
        if take_in:
            issue = Issue.objects.filter(date=report.date).first()
            sign = _sign_address(form.source)
            return self._issue_page(request, done=True, issue=issue, sign=sign, **report_for_page(report))
        again = WholeIssueForm(actor, initial=form.cleaned_data | {"files": None, "looked_at": form.seen()})
        return self._issue_page(request, form=again, pages=form.source.pages, **report_for_page(report))

    def _issue_page(self, request, **context):
        return self.desk_page(request, "page/import_issue.html", _("Import a whole issue"), **context)


def _sign_address(source):
    """Where the chief signs the imported pages; "" if none waits for that."""
    numbers = [page.number for page in source.pages]
    pages = Page.objects.to_sign().filter(issue__date=source.date, number__in=numbers).values_list("pk", flat=True)
    return reverse("admin:articles_page_sign", query={"page": list(pages)}) if pages else ""
