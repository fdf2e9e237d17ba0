from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles import search
from articles.text import body as body_text
from articles.text import segmentation
from articles.text.characters import ELLIPSIS, MARKS, clipped

from . import lookups  # noqa: F401  registers __reached
from .audit import Action, user_field
from .latest_changes import LatestChange
from .previews import Preview
from .printed import Placement, sees_only_their_own
from .problems import Problem
from .revisions import Revision, SignOff, Stage

TITLE_LENGTH = 28
SUMMARY_LENGTH = 120
# The texts of a story, in the order of the desk; the body is last.
TEXTS = ("kicker", "headline", "deck", "dateline", "body")


class ArticleQuerySet(models.QuerySet):
    def bulk_create(self, articles, **kwargs):
        created = super().bulk_create(articles, **kwargs)
        search.after_insert([article.pk for article in created], self.db)
        LatestChange.objects.using(self.db).write_new(created)
        return created

    def public(self, now=None):
        """What readers may see at `now`: approved articles whose publication time has come."""
        return self.filter(status=Article.Status.APPROVED, publish_at__reached=now or timezone.now())

    def next_publication(self):
        scheduled = self.filter(status=Article.Status.APPROVED, publish_at__gt=timezone.now())
        return scheduled.order_by("publish_at").values_list("publish_at", flat=True).first()

    def on(self, day):
        return self.filter(date=day)

    def in_section(self, section):
        return self.filter(section=section)

    def by(self, author):
        """Stories with the author, or a pen name of theirs, in their byline, or with a picture by them."""
        names = author.names.values("pk")
        uses = apps.get_model("articles", "PictureUse").objects.filter(picture__credits__author__in=names)
        written = Contribution.objects.filter(author__in=names).order_by().values("article")
        # One list of keys: for a condition with OR, SQLite would scan every story.
        return self.filter(pk__in=written.union(uses.order_by().values("article")))

    def under_page_name(self, name):
        return self.filter(pk__in=Placement.objects.filter(page__name=name).values("article"))

    def search(self, text):
        """The articles that contain everything typed or, if there are none, the nearest; best first."""
        return search.results(self, text).articles

    def unprinted(self):
        return self.filter(~Exists(Placement.objects.filter(article=OuterRef("pk"))))

    def in_doubt(self):
        doubted = Exists(Problem.objects.open().filter(article=OuterRef("pk")))
        return self.filter(doubted).exclude(status__in=Article.GONE)

    def visible_to(self, user):
        """The stories a staff member sees at the desk: all, or for reporters those they created."""
        return self.filter(created_by=user) if sees_only_their_own(user) else self

    def waiting_for(self, stage):
        """Stories whose draft or pending version waits for this stage of the review."""
        required = Stage.required()
        if stage not in required:
            return self.none()
        standing = SignOff.objects.standing()
        of_draft = standing.filter(article=OuterRef("pk"))
        of_pending = standing.filter(revision=OuterRef("pending"))
        drafts, pending = Article.objects.filter(status=Article.Status.DRAFT), Article.objects.with_pending()
        for each in required[: required.index(stage)]:
            drafts = drafts.filter(Exists(of_draft.filter(stage=each)))
            pending = pending.filter(Exists(of_pending.filter(stage=each)))
        drafts = drafts.filter(~Exists(of_draft.filter(stage=stage)))
        pending = pending.filter(~Exists(of_pending.filter(stage=stage)))
        # Two lists of keys, each from an index. For a single condition with OR, SQLite would scan every story.
        return self.filter(Q(pk__in=drafts.values("pk")) | Q(pk__in=pending.values("pk")))

    def signable_by(self, user):
        """Exclude stories the user has signed, and unsigned stories by the user: authors do not sign first."""
        signed = SignOff.objects.under_review().filter(user=user, article=OuterRef("pk"))
        stories = self.filter(~Exists(signed))
        if settings.AUTHOR_MAY_SIGN:
            return stories
        unsigned = ~Exists(SignOff.objects.under_review().filter(article=OuterRef("pk")))
        written = Q(pending=None, status=Article.Status.DRAFT, created_by=user) | Q(pending__user=user)
        return stories.exclude(written & Q(unsigned))

    def with_pending(self):
        return self.filter(pending__isnull=False)

    def withdrawn(self):
        """Formerly public stories. Readers see only the notice of withdrawal."""
        # With an explicit list of statuses an index finds these few among thirty years of public stories.
        hidden = Q(status__in=set(Article.Status) - {Article.Status.APPROVED})
        later = Q(status=Article.Status.APPROVED, publish_at__gt=timezone.now())
        withdrawn = self.filter(hidden | later, withdrawn_at__isnull=False)
        return withdrawn.only("withdrawal_notice", "withdrawn_at", "date")

    def previewed(self, token):
        """The story of a preview link that has not expired or been revoked, unless the story was withdrawn or merged.
        Raises BadSignature for a forged link."""
        links = Preview.objects.signed(token).live()
        return self.filter(previews__in=links, status__in=Article.PREVIEWED, withdrawn_at=None)

    def merged_into_public(self):
        """Stories merged into `merged_into`, which is public or withdrawn, or merged into a public story itself."""
        seen = Q(pk__in=Article.objects.public()) | Q(withdrawn_at__isnull=False)
        further = Q(status=Article.Status.MERGED, merged_into__in=Article.objects.public())
        into = Article.objects.filter(seen | further)
        return self.filter(status=Article.Status.MERGED, merged_into__in=into).only("merged_into")

    def to_review(self):
        """The review queue: drafts, and stories with a pending version or an open problem."""
        doubted = Q(pk__in=Problem.objects.open().values("article"))
        changed = Q(pk__in=Article.objects.with_pending().values("pk"))
        return self.filter(Q(status=Article.Status.DRAFT) | changed | doubted).exclude(status__in=Article.GONE)

    def with_return(self):
        """Annotate each story with `returned_why`, the reason for which it was last put back to its writer."""
        returns = apps.get_model("articles", "AuditEntry").objects.filter(
            action=Action.REOPENED, article=OuterRef("pk")
        )
        return self.annotate(returned_why=Subquery(returns.order_by("-pk").values("detail")[:1]))

    def after_in_desk_order(self, article):
        return self.newest_first().filter(Q(date__lt=article.date) | Q(date=article.date, pk__gt=article.pk))

    def with_open_problems(self):
        counted = Problem.objects.open().filter(article=OuterRef("pk")).order_by().values("article")
        return self.annotate(open_problems=Coalesce(Subquery(counted.values(number=Count("pk"))), 0))

    def for_lists(self):
        """Load what a summary shows, without the body, in a fixed number of queries."""
        return self.defer("body", "imported").select_related("section").with_bylines().with_placements()

    def for_its_page(self):
        """Load what a story's own page shows, and whether it `jumps` to or from another page, `is_corrected` and
        `has_revisions`."""
        jumping = Placement.objects.filter(article=OuterRef("pk")).exclude(continued_from="", continued_on="")
        corrected = apps.get_model("articles", "Correction").objects.filter(article=OuterRef("pk"))
        revised = Revision.objects.filter(article=OuterRef("pk"), base_version=None)
        stories = self.select_related("section").with_bylines().defer("imported", "section_reason")
        return stories.annotate(jumps=Exists(jumping), is_corrected=Exists(corrected), has_revisions=Exists(revised))

    def with_bylines(self):
        """Load `bylines`, the list of contributions with their authors."""
        contributions = Contribution.objects.select_related("author")
        # A list, because Django builds a queryset per article otherwise: a tenth of the time of the front page.
        return self.prefetch_related(Prefetch("contributions", contributions, to_attr="bylines"))

    def with_pictures(self):
        """Load `pictures`, the list of picture uses in order, with their photographers."""
        uses = apps.get_model("articles", "PictureUse").objects.for_readers()
        return self.prefetch_related(Prefetch("picture_uses", uses, to_attr="pictures"))

    def with_placements(self):
        return self.prefetch_related(Prefetch("placements", Placement.objects.with_pages()))

    def with_changed(self):
        """Annotate each article with `changed_at`, as Article.last_changed() returns it."""
        return self.annotate(changed_at=Greatest("publish_at", "updated_at"))

    def last_change(self):
        """The time of the last change; None if there is no story."""
        return self.with_changed().order_by("-changed_at").values_list("changed_at", flat=True).first()

    def seen_changed(self, kind=LatestChange.Kind.CHANGED):
        """Mark the public stories as changed, because something shown with them was: a correction, an author's name."""
        # At least one second later, the resolution of Last-Modified.
        moment = Greatest(Value(timezone.now(), models.DateTimeField()), F("updated_at") + timedelta(seconds=1))
        stories = self.public()
        stories.update(updated_at=moment)
        LatestChange.objects.filter(pk__in=stories.order_by().values("pk")).update(kind=kind, number=None)

    def with_signoffs(self):
        """Prefetch `standing_signoffs`: those of the article's pending version or, if it has none, of the article."""
        standing = SignOff.objects.under_review().select_related("user")
        return self.prefetch_related(Prefetch("signoffs", standing, to_attr="standing_signoffs"))

    def newest_first(self):
        return self.order_by("-date", "id")

    def as_printed(self):
        return self.order_by("date", "placements__page__order", "placements__order", "id")


class TriggerTextField(models.TextField):
    """Text that database triggers derive from other rows. Saving an object does not change it."""

    def pre_save(self, instance, add):
        return "" if add else models.F(self.attname)


class Article(models.Model):
    class Status(models.TextChoices):
        WRITING = "writing", pgettext_lazy("story", "being written")
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged into another")
        SPIKED = "spiked", pgettext_lazy("story", "spiked")

    class Origin(models.TextChoices):
        IMPORTED = "imported", _("imported from a printed page")
        WRITTEN = "written", _("written at the desk")
        REARRANGED = "rearranged", _("parted from a printed story")

    # In no queue and in no number.
    GONE = (Status.MERGED, Status.SPIKED)
    PREVIEWED = (Status.WRITING, Status.DRAFT, Status.APPROVED)

    kicker = models.CharField(_("kicker"), max_length=200, blank=True, help_text=_("The line above the headline."))
    headline = models.CharField(
        _("headline"),
        max_length=200,
        blank=True,
        help_text=_("Where it is blank, readers see a title made from the first words."),
    )
    deck = models.CharField(_("deck"), max_length=300, blank=True, help_text=_("The line below the headline."))
    dateline = models.CharField(
        _("dateline"), max_length=200, blank=True, help_text=_("As printed, e.g. 本报讯（记者 甲）.")
    )
    body = models.TextField(
        _("body"),
        help_text=_("A blank line parts two paragraphs. “## ” at the beginning makes a subhead, “图：” a caption."),
    )
    section = models.ForeignKey(
        "articles.Section", models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name=_("section")
    )
    section_reason = models.JSONField(_("why this section"), default=dict, blank=True, editable=False)
    date = models.DateField(_("date of the paper"), db_index=True, default=timezone.localdate)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        _("publish at"), default=timezone.now, help_text=_("Readers see an approved article from this moment on.")
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.WRITTEN, editable=False)
    imported = models.JSONField(
        default=dict,
        editable=False,
        help_text="What the importer last wrote. A field that differs was changed by an editor and is kept.",
    )
    title = models.CharField(_("title"), max_length=240, editable=False)
    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH + len(ELLIPSIS), blank=True, editable=False)
    # Nullable for the same reason as `pending_version`.
    own_keywords = models.CharField(  # noqa: DJ001
        _("keywords"),
        max_length=200,
        blank=True,
        null=True,
        help_text=_(
            "Related stories are found by these words, the most important first, with spaces between them. Leave it "
            "blank to have them taken from the headline."
        ),
    )
    keywords = models.JSONField(
        default=list,
        editable=False,
        help_text="The words of `own_keywords` or, if blank, the rarest of headline or beginning: they find related "
        "stories.",
    )
    byline = TriggerTextField(default="", editable=False, help_text="The contributions in words, for the search.")
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    pending = models.ForeignKey(
        "articles.Revision",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("pending version"),
        help_text="A change that waits to be signed off; until then readers see what the other fields say.",
    )
    # Nullable, because SQLite adds such a column without recreating the table, which would drop its triggers.
    pending_version = models.PositiveIntegerField(
        null=True, editable=False, help_text="The number of the latest pending version. No other version gets it."
    )
    last_picture = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="The highest number a picture of this story ever had. None is used twice."
    )
    withdrawal_notice = models.CharField(
        _("notice of withdrawal"), max_length=300, blank=True, help_text=_("What readers find in the story's place.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    created_by = user_field(_("created by"), blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    authors = models.ManyToManyField("articles.Author", through="articles.Contribution", related_name="articles")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "id"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            # For public stories in each order used. They end in every column that queries filter by. No other index may
            # begin with the status: SQLite would choose it and sort the whole archive.
            models.Index(fields=["section", "status", "-date", "id", "publish_at"], name="article_in_section"),
            models.Index(fields=["status", "-date", "id", "publish_at"], name="article_archive"),
            models.Index(fields=["pending"], name="article_pending", condition=Q(pending__isnull=False)),
            models.Index("status", Greatest("publish_at", "updated_at"), "id", "publish_at", name="article_changed"),
        ]
        permissions = [
            ("change_any_article", _("Can change stories begun by others")),
            ("amend_public_article", _("Can change a public story and answer for it")),
            ("sign_first", _("Can sign off in first review")),
            ("sign_second", _("Can sign off in second review")),
            ("sign_final", _("Can sign off in final review")),
            ("withdraw_article", _("Can withdraw stories and put them back")),
            ("import_page", _("Can import pages")),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        self.derive()
        is_new = self._state.adding
        if not is_new:
            self.version = self.next_version
        with transaction.atomic(savepoint=False):
            super().save(**kwargs)
            LatestChange.objects.write(self, is_new)
        if is_new:
            search.after_insert([self.pk], self._state.db)

    def get_absolute_url(self):
        return reverse("article", args=[self.pk])

    def derive(self):
        paragraphs = [block.text for block in self.blocks if block.kind == "paragraph"]
        first_words = paragraphs[0] if paragraphs else self.body.strip()
        # A continuation may begin with a comma.
        self.title = self.headline or clipped(first_words.lstrip(MARKS), TITLE_LENGTH)
        self.summary = clipped(self.dateline + first_words, SUMMARY_LENGTH)
        found = segmentation.keywords(self.headline or first_words[:SUMMARY_LENGTH])
        self.keywords = (self.own_keywords or "").split() or found

    @property
    def next_version(self):
        return max(self.version, self.pending_version or 0) + 1

    @property
    def blocks(self):
        return body_text.blocks(self.body)

    @property
    def printed_blocks(self):
        return body_text.with_dateline(self.dateline, self.blocks)

    def published(self):
        return timezone.localtime(self.publish_at)

    def last_changed(self):
        """When readers last saw a change: the story may have been edited before it was published."""
        return timezone.localtime(max(self.publish_at, self.updated_at))

    @property
    def is_scheduled(self):
        return self.status == self.Status.APPROVED and self.publish_at > timezone.now()

    @property
    def may_be_previewed(self):
        """Whether a preview link shows anything that is not public yet."""
        return self.status in self.PREVIEWED and not self.is_public

    @classmethod
    def field_label(cls, name):
        related = {"byline": _("byline"), "pictures": _("pictures")}
        return related.get(name) or cls._meta.get_field(name).verbose_name

    @property
    def is_public(self):
        return self.status == self.Status.APPROVED and self.publish_at <= timezone.now()

    @property
    def is_known(self):
        """Whether readers see the story or its notice of withdrawal."""
        return self.is_public or self.withdrawn_at is not None


class Contribution(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="contributions", verbose_name=_("article"))
    author = models.ForeignKey(
        "articles.Author", models.PROTECT, related_name="contributions", verbose_name=_("author")
    )
    role = models.CharField(_("role"), max_length=20, blank=True, help_text=_("As printed, e.g. 记者, 通讯员, 摄影."))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    printed = models.CharField(_("byline as printed"), max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                name="contribution_once_a_role",
                violation_error_message=_("This author already stands in the byline with this role."),
            )
        ]

    def __str__(self):
        return f"{self.role} {self.author}".strip()
