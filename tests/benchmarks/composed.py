import datetime
import random
import re
from functools import cache
from pathlib import Path

from articles.importing import IssueSource, PageSource

SEED = Path(__file__).resolve().parents[2] / "seeds" / "page.txt"
FIRST_DAY = datetime.date(1995, 1, 1)
SURNAMES, GIVEN = "潘曹余阙张巫戴叶芮庄刘沈陆贺顾江", "雪芹璐波长冕方舒彤超洁梅珊倩如秋知望亭风照月"
# Invented words make stories differ; otherwise every search would match every story.
WORDS = 30_000


def issues(count, pages=8, stories=10, seed=1, words=()):
    """`count` daily issues. Each story has a headline, four paragraphs of about 130 characters and one or two names;
    each sentence contains some of the `words`, the first ones more often."""
    chance = random.Random(seed)
    sentences = re.findall(r"[^。\s]{12,60}。", SEED.read_text("utf-8").replace("\n", ""))
    for day in range(count):
        yield IssueSource(
            FIRST_DAY + datetime.timedelta(days=day),
            "",
            tuple(_page(chance, sentences, number, stories, words) for number in range(1, pages + 1)),
        )


def archive(years=40):
    """Daily issues of 28 stories on four pages, 300,000 stories in thirty years."""
    return issues(years * 365, pages=4, stories=7, words=vocabulary())


@cache
def vocabulary():
    chance = random.Random(20230720)
    characters = sorted(set(re.findall("[一-鿿]", SEED.read_text("utf-8"))))
    return ["".join(chance.sample(characters, chance.choice((2, 2, 3)))) for _ in range(WORDS)]


@cache
def _steps(count):
    total, steps = 0.0, []
    for place in range(1, count + 1):
        total += 1 / (place + 50)
        steps.append(total)
    return steps


def picked(chance, words, count):
    """`count` of the words by Zipf's law (Mandelbrot's form: https://en.wikipedia.org/wiki/Zipf–Mandelbrot_law)."""
    return chance.choices(words, cum_weights=_steps(len(words)), k=count)


def _page(chance, sentences, number, stories, words):
    text = "\n\n".join(_story(chance, sentences, words) for _ in range(stories))
    return PageSource(str(number), "综合新闻", f"{number}.txt", text)


def _story(chance, sentences, words):
    headline = re.split("[，。,]", chance.choice(sentences))[0][:18] + "".join(chance.sample(GIVEN, 3))
    paragraphs = ["".join(chance.sample(sentences, 4)) for _ in range(4)]
    if words:
        paragraphs = [re.sub("[，,]", lambda _: picked(chance, words, 1)[0] + "，", each) for each in paragraphs]
    return "\n\n".join([headline, *paragraphs, " ".join(name(chance) for _ in range(chance.choice((1, 1, 2))))])


def name(chance):
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
