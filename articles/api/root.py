"""Where everything begins."""

from django.urls import reverse
from rest_framework.response import Response

from articles.addresses import absolute

from .base import PublicResource
from .parameters import refuse_unknown

BEGINNINGS = ["articles", "issues", "pages", "sections", "authors", "corrections", "search"]


class Root(PublicResource):
    """The addresses at which the parts of the newspaper begin."""

    def get(self, request):
        refuse_unknown(request, set())
        return Response({name: absolute(request, reverse(f"api:{name}")) for name in BEGINNINGS})
