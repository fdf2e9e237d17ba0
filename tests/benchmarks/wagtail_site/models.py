from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Page

RELATED = 5


class Section(models.Model):
    name = models.CharField(max_length=60)

    def __str__(self):
        return self.name


class Author(models.Model):
    name = models.CharField(max_length=60)

    def __str__(self):
        return self.name


class FrontPage(Page):
    """The latest issue's stories by printed page, as many as on our front page."""

    def get_context(self, request):
        latest = StoryPage.objects.live().latest("date").date
        stories = StoryPage.objects.live().filter(date=latest).defer("body")
        return super().get_context(request) | {
            "sections": Section.objects.all(),
            "date": latest,
            "stories": stories.select_related("section").prefetch_related("authors").order_by("printed_page", "path"),
        }


class StoryPage(Page):
    date = models.DateField()
    printed_page = models.PositiveIntegerField()
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True)
    authors = ParentalManyToManyField(Author)
    summary = models.TextField()
    body = RichTextField()

    def get_context(self, request):
        stories = StoryPage.objects.live().defer("body")
        same_page = list(stories.filter(date=self.date, printed_page=self.printed_page).order_by("path"))
        place = same_page.index(self)
        return super().get_context(request) | {
            "sections": Section.objects.all(),
            "same_page": same_page,
            "previous_story": same_page[place - 1] if place else None,
            "next_story": same_page[place + 1] if place + 1 < len(same_page) else None,
            "related": stories.filter(section=self.section_id).exclude(pk=self.pk).order_by("-date")[:RELATED],
        }
