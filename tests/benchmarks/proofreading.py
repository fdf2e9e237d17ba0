"""What the proofreading catches, what it takes for faulty, and how fast it is.

    python -m tests.benchmarks.proofreading --practice FILE … --clean FILE … --articles FILE

FILE of faulty texts: one JSON object a line with kind, text, level, spots ({start, end, right, or, also}) and needs
(form, lists); of right texts: the same without spots. Articles are as for the other commands. Without files, only the
speed is measured, on the seed page.
"""

import argparse
from collections import Counter
from pathlib import Path
from time import process_time

from articles.parsing.punctuation import widen
from articles.proofreading import Abbreviation, Institution, Leader, Lists, Word, check
from tests.benchmarks import real

SEED = Path(__file__).resolve().parents[2] / "seeds" / "page.txt"
ASKED = 200_000
STORIES = 1_000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--practice", nargs="*", default=[])
    parser.add_argument("--clean", nargs="*", default=[])
    parser.add_argument("--articles")
    options = parser.parse_args()
    for path in options.practice:
        recall(path, real.read(path))
    for path in options.clean:
        false_alarms(path, real.read(path))
    texts = [SEED.read_text("utf-8")] * 20
    if options.articles:
        rows = real.read(options.articles)
        articles(rows[:: max(1, len(rows) // STORIES)][:STORIES])
        texts = [row["body"] for row in rows[:: max(1, len(rows) // 400)]]
    speed(texts)


def found(item):
    needs = item.get("needs") or {}
    return check(item["text"], form=needs.get("form", "body"), lists=lists(needs.get("lists", {})))


def lists(given):
    return Lists(
        leaders=tuple(Leader(one["name"], tuple(one["titles"])) for one in given.get("leaders", [])),
        words=tuple(Word(one["word"], one["use"] or "", one["why"]) for one in given.get("words", [])),
        institutions=tuple(Institution(**one) for one in given.get("institutions", [])),
        abbreviations=tuple(Abbreviation(**one) for one in given.get("abbreviations", [])),
    )


def recall(path, items):
    print(f"{path}\n{'kind':<20}{'caught':>12}{'rightly mended':>18}")
    rows = {}
    for item in items:
        findings = [finding for finding in found(item) if touches_a_spot(finding, item)]
        asked = any(spot["right"] is not None for spot in item["spots"])
        mended = any(is_right(finding, item) for finding in findings)
        for name in (item["kind"], f"all {item['level']}"):
            rows.setdefault(name, Counter()).update(
                items=1, caught=bool(findings), asked=asked, mended=asked and mended
            )
    for name, row in sorted(rows.items(), key=lambda pair: pair[0].startswith("all")):
        print(f"{name:<20}{row['caught']:>6} of {row['items']:<4}{row['mended']:>9} of {row['asked']}")


def touches_a_spot(finding, item):
    places = [place for spot in item["spots"] for place in ((spot["start"], spot["end"]), *spot.get("also", []))]
    return any(finding.start <= end and start <= finding.end for start, end in places)


def is_right(finding, item):
    text = item["text"]
    wanted = [
        text[: spot["start"]] + right + text[spot["end"] :]
        for spot in item["spots"]
        for right in (spot["right"], *spot.get("or", []))
        if right is not None
    ]
    return finding.right is not None and text[: finding.start] + finding.right + text[finding.end :] in wanted


def false_alarms(path, items):
    alarmed = [item["kind"] for item in items if found(item)]
    print(f"{path}: {len(alarmed)} of {len(items)} right texts with a doubt ({100 * len(alarmed) / len(items):.1f} %)")


def articles(rows):
    """Doubts about real articles, with marks made full-width as the importer makes them."""
    stories = [{(finding.code, finding.level) for finding in check(widen(row["body"]))} for row in rows]
    with_doubt = sum(bool(codes) for codes in stories)
    print(f"{with_doubt} of {len(rows)} real articles with a doubt ({100 * with_doubt / len(rows):.1f} %)")
    for code, count in Counter(code for codes in stories for code, _ in codes).most_common():
        print(f"{code:<20}{count:>5} articles")


def speed(texts):
    start = process_time()
    check(texts[0])
    print(f"{process_time() - start:.2f} s CPU for the first text, with the dictionary and the tables")
    best = min(timed(texts) for _ in range(3))
    size = sum(map(len, texts))
    print(f"{size:,} characters, {size / best:,.0f} characters/s (asked: {ASKED:,})")


def timed(texts):
    start = process_time()
    for text in texts:
        check(text)
    return process_time() - start


if __name__ == "__main__":
    main()
