"""我要纠错: a form in which readers, without an account, tell the desk what is wrong in a story.

Readers get no cookie, so there is no CSRF token. None is needed, because the form acts with nobody's rights. The origin
is checked, so that other websites cannot make their visitors send reports.
"""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.throttling import SimpleRateThrottle

from articles import editing
from articles.models import KEPT_FOR, Article, ReaderReport
from articles.site.cache_headers import unlisted
from articles.text.characters import as_line, as_lines
from newsroom.proxies import client_address


class PerAddress(SimpleRateThrottle):
    # A whole office or village may share an address.
    rate = "20/hour"

    def get_cache_key(self, request, view):
        return f"reader-reports-{client_address(request)}"


class ReportForm(forms.ModelForm):
    # People do not see it; programs that fill in every field do.
    website = forms.CharField(required=False)

    class Meta:
        model = ReaderReport
        fields = ["text", "contact"]
        widgets = {"text": forms.Textarea({"rows": 6})}
        help_texts = {
            "text": gettext_lazy("Please quote the passage, and say what is right and how you know."),
            "contact": gettext_lazy("Optional: a telephone number or an e-mail address, for questions about this."),
        }

    def clean_text(self):
        return as_lines(self.cleaned_data["text"])

    def clean_contact(self):
        return as_line(self.cleaned_data["contact"])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def report(request, pk):
    """The form about a public story; after sending it, a page that says what happens next."""
    article = get_object_or_404(Article.objects.public(), pk=pk)
    if request.method != "POST":
        return show(request, article, ReportForm())
    form = ReportForm(request.POST)
    if not is_from_here(request):
        return show(request, article, form, 403, _("The form came from another website. Please send it from here."))
    if not form.is_valid():
        return show(request, article, form, 400)
    throttle = PerAddress()
    if not throttle.allow_request(request, None):
        sentence = _("Very many reports came from your network. Please try again in an hour, or call us.")
        response = show(request, article, form, 429, sentence)
        response["Retry-After"] = int(throttle.wait() or 3600)
        return response
    if not form.cleaned_data["website"]:
        editing.keep_report(article, form.cleaned_data["text"], form.cleaned_data["contact"])
    return redirect("report_sent", pk)


@unlisted
def report_sent(request, pk):
    article = get_object_or_404(Article.objects.public(), pk=pk)
    return render(request, "articles/report_sent.html", {"article": article, "days": KEPT_FOR.days})


def show(request, article, form, status=200, refusal="") -> HttpResponse:
    context = {"article": article, "form": form, "refusal": refusal, "days": KEPT_FOR.days}
    response = render(request, "articles/report.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def is_from_here(request):
    """Old browsers send no Origin with a form, but a Referer."""
    sent = request.headers.get("Origin") or origin_of(request.headers.get("Referer", ""))
    own = f"{request.scheme}://{request.get_host()}"
    return sent in {own, settings.NEWSROOM_URL or own, *settings.CSRF_TRUSTED_ORIGINS}


def origin_of(address):
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
