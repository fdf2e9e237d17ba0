from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.importing import SourceRefused, read_page_text
from articles.parsing import Story, UnreadablePage, parse_page
from articles.proofreading import InStory, check_story, sentence
from articles.text.body import Block, as_text

# Characters shown before and after a doubtful place.
AROUND = 6


class Command(BaseCommand):
    help = "Proofread the stories of a page's text, without a database."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the page's text")

    def handle(self, file, **options):
        try:
            page = parse_page(read_page_text(file), settings.NEWSPAPER["name"])
        except SourceRefused as refusal:
            raise CommandError(str(refusal)) from None
        except UnreadablePage as refusal:
            raise CommandError(refusal.message(_)) from None
        doubts = 0
        for story in page.articles:
            lines = list(_doubts(story))
            doubts += len(lines)
            for line in [story.headline or _("(no headline)"), *lines] if lines else []:
                self.stdout.write(line)
        self.stdout.write(_("{stories} stories, {doubts} doubts").format(stories=len(page.articles), doubts=doubts))


def _doubts(story: Story) -> Iterator[str]:
    parts = {
        "kicker": story.kicker,
        "headline": story.headline,
        "deck": story.deck,
        "body": as_text(Block(paragraph.kind, paragraph.text) for paragraph in story.paragraphs),
    }
    for found in check_story(parts):
        yield f"  ? {_place(parts[found.part], found)}  {sentence(found.finding.code, found.finding.params, _)}"


def _place(text: str, found: InStory) -> str:
    """…工作【以经→已经】完成…"""
    finding = found.finding
    before = text[max(0, finding.start - AROUND) : finding.start].rpartition("\n")[2]
    after = text[finding.end : finding.end + AROUND].partition("\n")[0]
    mend = "" if finding.right is None else f"→{finding.right}"
    return f"{before}【{finding.wrong}{mend}】{after}"
