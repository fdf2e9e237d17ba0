import tempfile
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles.api.base import example
from articles.api.errors import problems
from articles.editing import Refused, StalePage, require, review_page, sign_page
from articles.importing import (
    IssueSource,
    NotPrinted,
    PageSource,
    SourceRefused,
    UploadRefused,
    import_issue,
    page_of_file,
    stories_of_import,
    understood,
    undo_import,
    why_not_undo_import,
    with_printed,
)
from articles.models import Page, Scope
from articles.printed_page.reading import MAX_BYTES

from .base import StaffResource, if_match, tag_read
from .page_serializers import (
    ImportTakenBackSerializer,
    ImportToUndoSerializer,
    NewPageSerializer,
    PageFileSerializer,
    PageReviewSerializer,
    PageTextSerializer,
)
from .pictures import OTHER_FIELDS
from .reports import ImportReportSerializer, ParsedPageSerializer

PAGE_READ = if_match(_("The ETag with which the page was read."), '^(W/)?"[0-9a-f]{32}(-[0-9a-f]*)?"$')


@extend_schema(summary=_("Parse a page’s text; nothing is saved."), responses=ParsedPageSerializer)
class Understand(StaffResource):
    serializer_class = PageTextSerializer
    writing_scopes = tuple(Scope)

    def post(self, request):
        require(self.actor, "view_article")
        return Response(understood(self.validated(PageTextSerializer)["text"]))


@extend_schema(
    summary=_(
        "Import a page, its text or its PDF: its stories become drafts. "
        "A page reviewed in print needs one final sign-off."
    ),
    request={"application/json": NewPageSerializer, "multipart/form-data": PageFileSerializer},
    responses={200: ImportReportSerializer, 201: ImportReportSerializer, **problems(409)},
    examples=[example(name, request_only=True, media_type="application/json") for name in ("page", "page_as_printed")],
)
class Pages(StaffResource):
    """Editors' changes are never overwritten. With `reviewed_in_print`, an account with the right to the final sign-off
    publishes the page at once; for others it waits to be signed as a whole."""

    serializer_class = NewPageSerializer
    parser_classes = (JSONParser, MultiPartParser)
    writing_scopes = (Scope.IMPORT,)

    @property
    def is_form(self) -> bool:
        return (self.request.content_type or "").startswith("multipart/")

    @property
    def most_bytes(self):
        return MAX_BYTES + OTHER_FIELDS if self.is_form else super().most_bytes

    def post(self, request):
        require(self.actor, "import_page")
        if not self.is_form:
            data = self.validated(NewPageSerializer)
            return self.take_in(data, lambda *page: PageSource(*page, "", data["text"]))
        data = self.validated(PageFileSerializer)
        file, text, sheet = data["file"], data["text"], data.get("sheet")
        # Only child processes read it: articles.foreign_files.
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "upload")
            with path.open("wb") as copy:
                for chunk in file.chunks():
                    copy.write(chunk)
            return self.take_in(data, lambda *page: page_of_file(*page, path, file.name, text, sheet))

    def take_in(self, data, read):
        try:
            date, page = with_printed(data.get("date"), read(data.get("number", ""), data["name"]))
            source = IssueSource(date, data["issue_number"], (page,))
            draft = not data["reviewed_in_print"]
            report = import_issue(source, dry_run=data["dry_run"], draft=draft, actor=self.actor)
        except UploadRefused as refusal:
            raise ValidationError({refusal.field: str(refusal)}) from None
        except NotPrinted as missing:
            raise ValidationError(missing.sentences) from None
        except SourceRefused as refusal:  # the PDF of another page of the issue is lost
            raise Refused(str(refusal)) from None
        if data["dry_run"]:
            return Response(report.as_dict())
        drafts = reverse("desk:sign_page", args=[date, page.number], request=self.request)
        return Response(report.as_dict(), status=201, headers={"Location": drafts})


@extend_schema(
    methods=["GET"], summary=_("The drafts of a printed page, and which of them a final sign-off publishes.")
)
@extend_schema(
    methods=["POST"],
    summary=_("Sign a whole printed page at the version that was read; its imported drafts are published."),
    parameters=[PAGE_READ],
    request=None,
)
class SignPage(StaffResource):
    """GET shows what signing the page would publish; POST signs that, if it is still the same (If-Match)."""

    serializer_class = PageReviewSerializer

    def get(self, request, date, number):
        review = review_page(self.page(date, number), self.actor)
        return Response(self.get_serializer(review).data, headers={"ETag": f'"{review.state}"'})

    def post(self, request, date, number):
        review = sign_page(self.page(date, number).pk, self.actor, tag_read(request))
        return Response(self.get_serializer(review).data)

    def page(self, date, number):
        require(self.actor, "sign_final")
        return page_at(date, number)


@extend_schema(
    methods=["GET"], summary=_("The stories that would be deleted if the import of a page was taken back, or why not.")
)
@extend_schema(
    methods=["POST"],
    summary=_("Take back the import of a page that nobody has worked on: delete the page and its stories."),
    parameters=[PAGE_READ],
    request=None,
    responses=ImportTakenBackSerializer,
)
class UndoImport(StaffResource):
    """GET shows what would be deleted; POST deletes that, if it is still the same (If-Match)."""

    serializer_class = ImportToUndoSerializer
    reading_scopes = (Scope.READ, Scope.WRITE, Scope.IMPORT)
    writing_scopes = (Scope.IMPORT,)

    def get(self, request, date, number):
        shown, state = self.stories_on(self.page(date, number))
        return Response(self.get_serializer(shown).data, headers={"ETag": f'"{state}"'})

    @transaction.atomic
    def post(self, request, date, number):
        page, seen = self.page(date, number), tag_read(request)
        if self.stories_on(page)[1] != seen:
            raise StalePage(_("%(page)s was changed after you had looked at it. Look again.") % {"page": page})
        return Response(ImportTakenBackSerializer({"stories": undo_import([page.pk], self.actor)}).data)

    def page(self, date, number):
        require(self.actor, "import_page")
        return page_at(date, number)

    def stories_on(self, page):
        """What GET shows, and its state for the ETag."""
        stories, why_not = stories_of_import([page]), why_not_undo_import([page], self.actor)
        state = [page.pk, page.source_digest, why_not, *((story.pk, story.version) for story in stories)]
        return {"page": page, "stories": stories, "why_not": why_not}, sha256(repr(state).encode()).hexdigest()[:32]


def page_at(date, number):
    return get_object_or_404(Page.objects.for_navigation(), issue__date=date, number=number)
