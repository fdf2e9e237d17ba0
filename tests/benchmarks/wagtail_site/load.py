"""Creates the database and fills it with the stories of a JSON Lines file:

python -m tests.benchmarks.wagtail_site.load FILE
"""

import json
import sys
from pathlib import Path

import django
from django.core.management import call_command


def main(file):
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from django.db import transaction
    from wagtail.models import Page, Site

    from tests.benchmarks.wagtail_site.models import FrontPage

    with transaction.atomic():
        Page.objects.filter(depth=2).delete()
        front = Page.objects.get(depth=1).add_child(instance=FrontPage(title="本县日报", slug="home"))
        Site.objects.update_or_create(hostname="127.0.0.1", defaults={"root_page": front, "is_default_site": True})
        for line in Path(file).read_text("utf-8").splitlines():
            add(front, json.loads(line))


def add(front, story):
    from tests.benchmarks.wagtail_site.models import Author, Section, StoryPage

    section = story["section"] and Section.objects.get_or_create(name=story["section"])[0]
    page = StoryPage(
        title=story["title"],
        slug=str(story["number"]),
        date=story["date"],
        printed_page=story["page"],
        section=section,
        summary=story["summary"],
        body="".join(f"<p>{paragraph}</p>" for paragraph in story["paragraphs"]),
    )
    page.authors = [Author.objects.get_or_create(name=name)[0] for name in story["authors"]]
    front.add_child(instance=page)


if __name__ == "__main__":
    main(sys.argv[1])
