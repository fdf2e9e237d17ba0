"""The order in which the desk works: stories with problems first, the newest paper first; what comes after which."""

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Case, Exists, OuterRef, Value, When

from articles.models import Problem, SignOff, Stage

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


def next_story(stories, article, by):
    """What whoever works at the queue opens after `article`: those in doubt, then those whose next stage they may sign;
    from the beginning again behind the last. None where nothing waits for them."""
    signed = SignOff.objects.standing().filter(user=by.user, article=OuterRef("pk"))
    others = stories.exclude(pk=article.pk)
    unsigned, signable = others.filter(~Exists(signed)), others.signable_by(by.user)
    stages = [stage for stage in Stage.required() if by.may(f"sign_{stage.value}")]
    for queue in [unsigned.in_doubt(), *(signable.waiting_for(stage) for stage in stages)]:
        if following := queue.behind(article).first() or queue.newest_first().first():
            return following
    return None
