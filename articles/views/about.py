"""What the paper is, who answers for it, and how it is read."""

from django.shortcuts import render


def about(request):
    return render(request, "articles/about.html")
