"""Search over articles, on whichever database the project runs."""

from django.db.models import Q


def search(queryset, text):
    for term in text.split():
        queryset = queryset.filter(Q(headline__icontains=term) | Q(body__icontains=term))
    return queryset
