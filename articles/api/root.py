"""Where everything begins."""

from rest_framework.response import Response
from rest_framework.reverse import reverse

from .base import PublicResource
from .parameters import refuse_unknown

BEGINNINGS = ["articles", "issues", "pages", "sections", "authors", "corrections", "search"]


class Root(PublicResource):
    """The addresses at which the parts of the newspaper begin."""

    def get(self, request):
        refuse_unknown(request, set())
        return Response({name: reverse(f"api:{name}", request=request) for name in BEGINNINGS})
