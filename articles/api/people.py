"""Who wrote, and under which headings: authors and sections of whom, or of which, readers may see a story."""

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.response import Response

from articles.models import Author, Section
from articles.standing import public_author, public_section

from .base import PublicResource
from .filters import AuthorFilter
from .paging import CursorPaging, Order
from .parameters import refuse_unknown
from .serializers import AuthorSerializer, SectionSerializer


class AuthorList(PublicResource, ListAPIView):
    """Every author, by cursor."""

    serializer_class = AuthorSerializer
    pagination_class = CursorPaging
    filter_backends = [DjangoFilterBackend]
    filterset_class = AuthorFilter
    orders = {"key": Order("pk")}

    def get(self, request):
        refuse_unknown(request, {*AuthorFilter.base_filters, "cursor", "page_size"})
        return self.list(request)

    def get_queryset(self):
        return Author.objects.public()


class AuthorDetail(PublicResource, GenericAPIView):
    """One author; `articles` leads to the stories."""

    serializer_class = AuthorSerializer

    def get(self, request, pk):
        refuse_unknown(request, set())
        return Response(self.get_serializer(public_author(pk)).data)


class SectionList(PublicResource, GenericAPIView):
    """All sections, in the order of the paper."""

    serializer_class = SectionSerializer

    def get(self, request):
        refuse_unknown(request, set())
        return Response({"results": self.get_serializer(Section.objects.public(), many=True).data})


class SectionDetail(PublicResource, GenericAPIView):
    """One section; `articles` leads to the stories."""

    serializer_class = SectionSerializer

    def get(self, request, slug):
        refuse_unknown(request, set())
        return Response(self.get_serializer(public_section(slug)).data)
