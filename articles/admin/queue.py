"""The order of the desk's lists, and which story comes after which when somebody works through the review queue."""

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from articles.models import Article, Problem, SignOff, Stage

WORK = {"draft", "pending", "scheduled", *Stage.values}
"""The states in which stories wait for somebody. Of the others there are a hundred thousand, listed by date alone."""


class StoryList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        stories = super().get_queryset(request, exclude_parameters)
        if self._of_work() and ORDER_VAR not in self.params:
            stories = in_order_of_work(stories)
        return stories.for_lists().with_open_problems().with_signoffs()

    def _of_work(self):
        return self.params.get("state") in WORK or "doubts" in self.params


def in_order_of_work(stories):
    doubted = Exists(Problem.objects.open().filter(article=OuterRef("pk")))
    return stories.order_by(Case(When(doubted, then=Value(0)), default=Value(1)), "-date", "pk")


def review_queue(stories, by):
    """What the actor has to check or may sign, in one order, newest paper first: stories with open doubts, and those
    whose next stage is theirs. What they signed already is left out."""
    signed = SignOff.objects.under_review().filter(user=by.user, article=OuterRef("pk"))
    doubted = Q(Exists(Problem.objects.open().filter(article=OuterRef("pk")))) & ~Q(Exists(signed))
    signable = Article.objects.signable_by(by.user)
    mine = doubted
    for stage in Stage.required():
        if by.may(f"sign_{stage.value}"):
            mine |= Q(pk__in=signable.waiting_for(stage).order_by().values("pk"))
    return stories.filter(mine).exclude(status=Article.Status.MERGED).newest_first()


def next_story(stories, article, by):
    """The first story of the queue strictly behind `article`, or None.

    Strictly behind, so that a round ends: a doubt that is left open on purpose is passed once and never returned to.
    """
    return review_queue(stories, by).behind(article).first()


def end_of_round(queue):
    """The sentence at the end of a round; where stories of the queue stand before its end, with a link to the first."""
    number = queue.count()
    if not number:
        return gettext("No story waits for review.")
    address = reverse("admin:articles_article_change", args=[queue.values_list("pk", flat=True).first()])
    sentence = ngettext(
        "No further story waits behind this one. %(number)d stands before it:",
        "No further story waits behind this one. %(number)d stand before it:",
        number,
    )
    begin = gettext("start from the first")
    return format_html('{} <a href="{}">{}</a>', sentence % {"number": number}, address, begin)
