"""The page of workload and fees, the same as a file for Excel, and the rates."""

import csv

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from articles.models import FeeRate
from articles.models.fees import this_month
from articles.workload import Month, months_after, read_month, whose_work

from .base import DeskAdmin

# Excel runs cells that begin with these as formulas; some versions do with the full-width ones.
FORMULA = tuple("=+-@\t\r＝＋－＠")


class Workload:
    """A mixin for the stories' ModelAdmin: one month's page, and the same as a file for Excel."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.workload_view)
        return [path("workload/", view, name="articles_article_workload"), *super().get_urls()]

    def workload_view(self, request):
        sees_all, author = whose_work(request.user)
        typed = request.GET.get("month", "")
        first = read_month(typed) if typed else this_month()
        month = Month(first, author) if first and (sees_all or author) else None
        if month and "csv" in request.GET:
            return as_csv(month)
        response = self.desk_page(
            request, "article/workload.html", gettext("Workload and fees"), month=month, first=first, typed=typed,
            previous=first and months_after(first, -1), next=first and months_after(first, 1), author=author,
            sees_all=sees_all,
        )  # fmt: skip
        response.status_code = 200 if first else 400
        return response


def as_csv(month: Month) -> HttpResponse:
    """With a byte order mark, without which Excel takes it for GBK."""
    name = f"{gettext('workload')}-{month.first:%Y-%m}.csv"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    rates = [FeeRate._meta.get_field(name) for name in ("per_story", "per_thousand", "per_photograph")]
    table = csv.writer(response)
    done = [pgettext("number", "stories"), pgettext("number", "characters"), pgettext("number", "photographs")]
    amounts = [rate.verbose_name for rate in rates]
    table.writerow([pgettext("person", "name"), gettext("role"), *done, *amounts, gettext("fee (yuan)")])
    for line in month.lines:
        amounts = [getattr(line.rate, rate.name, "") for rate in rates]
        fee = "" if line.fee is None else line.fee
        who = [cell(str(line.person)), cell(line.role)]
        table.writerow([*who, line.stories, line.characters, line.photographs, *amounts, fee])
    return response


def cell(text: str) -> str:
    """The text for a spreadsheet, which must not take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


class FeeRateForm(forms.ModelForm):
    def clean_since(self):
        return self.cleaned_data["since"].replace(day=1)


@admin.register(FeeRate)
class FeeRateAdmin(DeskAdmin):
    form = FeeRateForm
    list_display = ["role_or_none", "month", "per_story", "per_thousand", "per_photograph"]
    # Few rows, which fit a phone without these.
    actions = None
    sortable_by = ()

    @admin.display(description=_("role"), ordering="role")
    def role_or_none(self, rate):
        return rate.role or gettext("no role named")

    @admin.display(description=_("from month"), ordering="since")
    def month(self, rate):
        return f"{rate.since:%Y-%m}"
