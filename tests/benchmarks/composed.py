"""Newspapers of any size, composed from the seed's sentences."""

import datetime
import random
import re
from pathlib import Path

from articles.importing import IssueSource, PageSource

SEED = Path(__file__).resolve().parents[2] / "seeds" / "page.txt"
FIRST_DAY = datetime.date(1995, 1, 1)
SURNAMES, GIVEN = "潘曹余阙张巫戴叶芮庄刘沈陆贺顾江", "雪芹璐波长冕方舒彤超洁梅珊倩如秋知望亭风照月"


def issues(count, pages=8, stories=10, seed=1):
    """`count` daily issues; each story has a headline, four paragraphs of some 130 characters and one or two names."""
    chance = random.Random(seed)
    sentences = re.findall(r"[^。\s]{12,60}。", SEED.read_text("utf-8").replace("\n", ""))
    for day in range(count):
        yield IssueSource(
            FIRST_DAY + datetime.timedelta(days=day),
            "",
            tuple(_page(chance, sentences, number, stories) for number in range(1, pages + 1)),
        )


def _page(chance, sentences, number, stories):
    text = "\n\n".join(_story(chance, sentences) for _ in range(stories))
    return PageSource(str(number), "综合新闻", f"{number}.txt", text)


def _story(chance, sentences):
    headline = re.split("[，。,]", chance.choice(sentences))[0][:18] + "".join(chance.sample(GIVEN, 3))
    paragraphs = ["".join(chance.sample(sentences, 4)) for _ in range(4)]
    return "\n\n".join([headline, *paragraphs, " ".join(_name(chance) for _ in range(chance.choice((1, 1, 2))))])


def _name(chance):
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
