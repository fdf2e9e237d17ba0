from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .naming import ShownInStories


def sees_only_their_own(user):
    """Whether the user, a reporter, may see only their own stories at the desk."""
    return user.has_perm("articles.change_article") and not user.has_perm("articles.change_any_article")


class IssueQuerySet(models.QuerySet):
    def public(self):
        return self.filter(Exists(Placement.objects.public().filter(page__issue=OuterRef("pk"))))

    def on_this_day(self, day):
        """往年今日: issues of this day in earlier years, newest first, with `lead`, the first public title."""
        articles = apps.get_model("articles", "Article").objects.public()
        first = articles.filter(placements__page__issue=OuterRef("pk")).as_printed().values("title")[:1]
        past = self.filter(date__month=day.month, date__day=day.day, date__lt=day)
        return past.annotate(lead=Subquery(first)).order_by("-date")

    def before(self, day):
        return self.filter(date__lt=day).order_by("-date").first()

    def after(self, day):
        return self.filter(date__gt=day).order_by("date").first()


class Issue(ShownInStories):
    shown = ("date", "number")

    date = models.DateField(_("date"), unique=True)
    number = models.CharField(_("issue number"), max_length=20, blank=True, help_text=_("As printed in the masthead."))

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        verbose_name = _("issue")
        verbose_name_plural = _("issues")

    def __str__(self):
        return self.date.isoformat()

    def get_absolute_url(self):
        return reverse("issue", args=[self.date])

    def articles_showing_it(self):
        return apps.get_model("articles", "Article").objects.filter(placements__page__issue=self)


class PageQuerySet(models.QuerySet):
    def public(self):
        return self.filter(Exists(Placement.objects.public().filter(page=OuterRef("pk"))))

    def with_text_for(self, user):
        """Pages whose source text the user may read. Reporters may if a story is theirs or every story is public."""
        if not sees_only_their_own(user):
            return self
        articles = apps.get_model("articles", "Article").objects
        placed = Placement.objects.filter(page=OuterRef("pk")).exclude(article__status__in=("merged", "spiked"))
        own, public = placed.filter(article__created_by=user), Placement.objects.public().filter(page=OuterRef("pk"))
        hidden = placed.filter(~Exists(articles.public().filter(pk=OuterRef("article"))))
        return self.filter(Exists(own) | (Exists(public) & ~Exists(hidden)))

    def for_navigation(self):
        return self.select_related("issue").defer("source_text", "residue")

    def to_sign(self):
        """Pages reviewed in print with imported stories that are still drafts; one sign-off publishes them."""
        articles = apps.get_model("articles", "Article")
        drafts = Placement.objects.filter(
            page=OuterRef("pk"), article__status=articles.Status.DRAFT, article__origin=articles.Origin.IMPORTED
        )
        return self.filter(Exists(drafts), reviewed_in_print=True)


class Page(ShownInStories):
    shown = ("issue", "number", "name")

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="pages", verbose_name=_("issue"))
    number = models.CharField(_("page number"), max_length=8, help_text=_("As printed, e.g. 2 or A04."))
    name = models.CharField(_("page name"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order in the issue"), default=1)
    source_name = models.CharField(_("source file"), max_length=255, blank=True, editable=False)
    source_text = models.TextField(_("source text"), blank=True, editable=False)
    source_digest = models.CharField(_("digest of the source"), max_length=64, blank=True, editable=False)
    residue = models.JSONField(
        _("set aside"),
        default=list,
        blank=True,
        editable=False,
        help_text=_("Folios, page credits, notices: printed, but no story."),
    )

    reviewed_in_print = models.BooleanField(
        _("printed already"),
        default=False,
        editable=False,
        help_text=_("Whoever imported the page says it was printed. One final sign-off then publishes its stories."),
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "order", "id"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [models.UniqueConstraint(fields=["issue", "number"], name="page_number_unique_in_issue")]

    def __str__(self):
        return f"{self.issue} {self.label}"

    def get_absolute_url(self):
        return reverse("page", args=[self.issue.date, self.number])

    def articles_showing_it(self):
        return apps.get_model("articles", "Article").objects.filter(placements__page=self)

    @property
    def label(self):
        """第2版：综合新闻, as newspapers print it."""
        place = f"第{self.number}版"
        return f"{place}：{self.name}" if self.name else place

    @property
    def waits_to_be_signed(self):
        return type(self).objects.to_sign().filter(pk=self.pk).exists()

    def source_lines(self, first=1, last=None):
        """(line number, text) of the source lines `first` to `last`, inclusive, counted from 1."""
        lines = self.source_text.split("\n")[first - 1 : last]
        return list(enumerate(lines, start=first))


def joined_zone(zone: list, other: list) -> list:
    """The zone of two stories that became one; unknown if that of one is."""
    return [*zone, *(area for area in other if area not in zone)] if zone and other else []


class PlacementQuerySet(models.QuerySet):
    def public(self, now=None):
        # A subquery by key, since SQLite would start a join from the index of all public stories: for the archive page
        # of 60,000 stories that takes two minutes instead of 0.1 s.
        articles = apps.get_model("articles", "Article").objects.public(now)
        return self.filter(Exists(articles.filter(pk=OuterRef("article"))))

    def visible_to(self, user):
        """Those of the stories that the user sees at the desk."""
        return self.filter(article__created_by=user) if sees_only_their_own(user) else self

    def as_printed(self):
        return self.order_by("page__issue__date", "page__order", "page_id", "order", "id")

    def with_pages(self):
        return self.select_related("page__issue").defer("page__source_text", "page__residue")

    def with_place_in_issue(self):
        """Annotate the place of the page among the public pages of its issue, `page_place` of `pages_in_issue`, counted
        from 1, and the number of the next page."""
        order, page = OuterRef("page__order"), OuterRef("page")
        pages = Page.objects.public().filter(issue=OuterRef("page__issue"))
        upto = pages.filter(Q(order__lt=order) | Q(order=order, pk__lte=page))
        later = pages.filter(Q(order__gt=order) | Q(order=order, pk__gt=page))
        return self.annotate(
            page_place=_number_of(upto),
            pages_in_issue=_number_of(pages),
            next_number=Subquery(later.order_by("order", "pk").values("number")[:1]),
        )

    def for_links(self, *fields):
        shown = ("page", "order", "continued_from", "continued_on", "article__title", *fields)
        return self.select_related("article").only(*shown)

    def for_summaries(self):
        """Load what summaries on a readers' page show, and the body, in two queries."""
        stories = self.select_related("article__section").for_links(
            "article__kicker", "article__headline", "article__deck", "article__dateline", "article__summary",
            "article__body", "article__last_picture", "article__status", "article__publish_at",
            "article__section__name", "article__section__slug",
        )  # fmt: skip
        return stories._with_bylines()

    def for_lists(self):
        """Load everything but the body, in two queries."""
        stories = self.select_related("page__issue", "article__section")
        stories = stories.defer("page__source_text", "page__residue", "article__body", "article__imported")
        return stories._with_bylines()

    def _with_bylines(self):
        """As Article.objects.with_bylines() does."""
        contributions = apps.get_model("articles", "Contribution").objects.select_related("author")
        return self.prefetch_related(Prefetch("article__contributions", contributions, to_attr="bylines"))


def _number_of(pages):
    return Subquery(pages.order_by().values("issue").annotate(number_of=Count("pk")).values("number_of"))


class Placement(models.Model):
    """Where an article, or one part of a continued article, was printed."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="placements", verbose_name=_("article")
    )
    page = models.ForeignKey(Page, models.CASCADE, related_name="placements", verbose_name=_("page"))
    order = models.PositiveSmallIntegerField(_("order on the page"), default=1)
    first_line = models.PositiveIntegerField(_("first source line"), null=True, blank=True)
    last_line = models.PositiveIntegerField(_("last source line"), null=True, blank=True)
    continued_from = models.CharField(_("continued from page"), max_length=8, blank=True)
    continued_on = models.CharField(_("continued on page"), max_length=8, blank=True)
    # Areas that do not overlap, [x0, y0, x1, y1] in 1/10,000 of the page, from its top left.
    zone = models.JSONField(_("zone"), default=list, blank=True, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["page__issue__date", "page__order", "order"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [models.UniqueConstraint(fields=["article", "page"], name="placement_once_a_page")]

    def __str__(self):
        return f"{self.page}，{self.order}"
