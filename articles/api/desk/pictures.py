"""Uploading pictures and changing what is known of them; a story's own pictures are set with the story."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.parsers import FileUploadParser, JSONParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles.api.base import TooLarge
from articles.api.errors import problem, problems
from articles.api.paging import CursorPaging, Order
from articles.editing import require
from articles.foreign_files import DISK
from articles.models import Picture
from articles.pictures.adding import add_picture
from articles.pictures.changing import change_picture
from articles.pictures.reading import MOST_BYTES, BadPicture

from .base import StaffResource
from .serializers import DeskPictureSerializer, NewPictureSerializer, PictureChangeSerializer

# Of the other fields of a form, and its boundaries.
OTHER_FIELDS = 2**20
# Of Unreadable, the cause of a BadPicture, by what was found; other pictures are damaged (400).
STATUSES = {"unknown": 415, "moving": 415, "too-large": 413, DISK: 507}
TOO_LARGE = _("This file has more than 40 MB; save the picture as a smaller JPEG and choose it again.")
CODES = {400: "bad_picture", 413: "too_large", 415: "unsupported_media_type", 507: "disk_full"}


class PictureBody(FileUploadParser):
    """The file as the body of the request. Content-Disposition: attachment; filename="…" may name it."""

    media_type = "image/*"

    def get_filename(self, stream, media_type, parser_context):
        return super().get_filename(stream, media_type, parser_context) or "picture"


class PictureResource(StaffResource):
    serializer_class = DeskPictureSerializer

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        require(self.actor, "view_picture")

    def picture_response(self, pk, status=200):
        picture = get_object_or_404(Picture.objects.with_credits().select_related("created_by"), pk=pk)
        return Response(self.get_serializer(picture).data, status=status)

    def handle_exception(self, error):
        if isinstance(error, BadPicture):
            status = STATUSES.get(getattr(error.__cause__, "reason", ""), 400)
            return problem(self.request, status, code=CODES[status], detail=str(error))
        return super().handle_exception(TooLarge(TOO_LARGE) if isinstance(error, TooLarge) else error)


@extend_schema(methods=["GET"], summary=_("All pictures, the newest first, with a cursor."))
@extend_schema(
    methods=["POST"],
    summary=_("Upload a picture, as a form or as the body. A file that is known already returns its picture (200)."),
    request={"multipart/form-data": NewPictureSerializer, "image/*": OpenApiTypes.BINARY},
    responses={200: DeskPictureSerializer, 201: DeskPictureSerializer, **problems(507)},
)
class Pictures(PictureResource, ListAPIView):
    # The same file again is the same picture; and keys would need the whole file in memory.
    idempotency_key = None
    parser_classes = (MultiPartParser, PictureBody)
    pagination_class = CursorPaging
    orders = {"newest": Order("pk", descending=True)}

    @property
    def most_bytes(self):
        return MOST_BYTES + OTHER_FIELDS

    def get_queryset(self):
        return Picture.objects.with_credits().select_related("created_by")

    def post(self, request):
        require(self.actor, "add_picture")
        data = self.validated(NewPictureSerializer)
        file, started = data.pop("file"), timezone.now()
        if file.size > MOST_BYTES:
            raise TooLarge
        picture = add_picture(file, file.name, self.actor, **data)
        response = self.picture_response(picture.pk, status=201 if picture.created_at >= started else 200)
        response["Location"] = reverse("desk:picture", args=[picture.pk], request=request)
        return response


@extend_schema(methods=["GET"], summary=_("A picture: its file, photographers, source and focal point."))
@extend_schema(
    methods=["PATCH"],
    summary=_("Change the given fields of a picture; stories that show it show the change at once."),
    request=PictureChangeSerializer,
    responses=DeskPictureSerializer,
)
class PictureDetail(PictureResource):
    parser_classes = (JSONParser,)

    def get(self, request, pk):
        return self.picture_response(pk)

    def patch(self, request, pk):
        picture = get_object_or_404(Picture, pk=pk)
        data = self.validated(PictureChangeSerializer, partial=True)
        photographers = data.pop("photographers", None)
        for name, value in data.items():
            setattr(picture, name, value)
        change_picture(picture, self.actor, photographers)
        return self.picture_response(pk)
