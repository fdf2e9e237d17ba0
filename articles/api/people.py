from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework.generics import RetrieveAPIView
from rest_framework.response import Response

from articles.address_lookup import public_author, public_section
from articles.models import Author, Section

from .base import PEOPLE, PublicList, PublicResource
from .filters import AuthorFilter
from .serializers import AuthorSerializer, SectionSerializer


@extend_schema(tags=[PEOPLE], summary=_("All authors, with a cursor."))
class AuthorList(PublicList):
    serializer_class = AuthorSerializer
    filterset_class = AuthorFilter

    def get_queryset(self):
        return Author.objects.public()


@extend_schema(tags=[PEOPLE], summary=_("One author."))
class AuthorDetail(PublicResource, RetrieveAPIView):
    serializer_class = AuthorSerializer

    def get_object(self):
        return public_author(self.kwargs["pk"])


@extend_schema(
    tags=[PEOPLE],
    summary=_("All sections, in the order of the paper."),
    responses=inline_serializer("SectionList", {"results": SectionSerializer(many=True)}),
)
class SectionList(PublicResource):
    serializer_class = SectionSerializer

    def get(self, request):
        return Response({"results": self.get_serializer(Section.objects.public(), many=True).data})


@extend_schema(tags=[PEOPLE], summary=_("One section."))
class SectionDetail(PublicResource, RetrieveAPIView):
    serializer_class = SectionSerializer

    def get_object(self):
        return public_section(self.kwargs["slug"])
