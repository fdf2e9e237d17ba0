"""What programs that extract stories from web pages get from ours: title, authors, date and text.

    python -m tests.benchmarks.extractors [--node FOLDER] [--differences]
    python tests/benchmarks/extractors.py --site ADDRESS [--stories NUMBER …] [--node FOLDER] [--differences]

Measures ten composed stories of different shapes or, without needing Django, stories of a running site against its API.
Takes what there is of trafilatura, newspaper4k[zh] and goose3 (with jieba and lxml_html_clean), and Readability if
FOLDER has node_modules with @mozilla/readability and jsdom (`npm install @mozilla/readability jsdom`).

Exact means: the title; every author once and in order, or for an unsigned story nobody or the newspaper; the day, and
the moment if the program tells one; the paragraphs and subheads as printed and in order, and nothing else except for
the captions of pictures, which may be there or not.
"""

import argparse
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import warnings
from datetime import datetime, timedelta, timezone
from functools import partial
from html import unescape
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
ASPECTS = ("title", "authors", "date", "text")
TAGS = re.compile("<.*?>")


class Story(NamedTuple):
    """A page and what extractors should find in it; `captions` are what they may find besides."""

    name: str
    url: str
    html: str
    title: str
    authors: list
    newspaper: str
    published: datetime
    text: list
    captions: set


class Found(NamedTuple):
    title: str = ""
    authors: list = []
    date: str = ""
    text: str = ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--node", type=Path, metavar="FOLDER")
    parser.add_argument("--site", metavar="ADDRESS")
    parser.add_argument("--stories", nargs="*", type=int, default=[], metavar="NUMBER")
    parser.add_argument("--differences", action="store_true", help="print what is not exact")
    options = parser.parse_args()
    programs = extractors(options.node)
    if not programs:
        parser.error("None of the programs is installed.")
    warnings.simplefilter("ignore")
    logging.disable()
    if options.site:
        stories = list(published(fetched, options.site.rstrip("/"), options.stories))
    else:
        with tempfile.TemporaryDirectory() as folder:
            stories = composed(folder)
    print(f"{'of ' + str(len(stories)):<12}" + "".join(f"{aspect:>9}" for aspect in ASPECTS))
    for name, extract in programs.items():
        missed = {aspect: [] for aspect in ASPECTS}
        for story, found in zip(stories, extract(stories), strict=True):
            for aspect, difference in differences(story, found).items():
                missed[aspect].append(f"    {story.name}, {aspect}: {difference}")
        print(f"{name:<12}" + "".join(f"{len(stories) - len(missed[aspect]):>9}" for aspect in ASPECTS))
        if options.differences:
            print(*(f"{line}\n" for aspect in ASPECTS for line in missed[aspect]), sep="", end="")


def differences(story, found):
    """What is not exact: {aspect: what was found}."""
    unsigned = ([], [story.newspaper])
    lines = [line for line in map(one_space, (found.text or "").splitlines()) if line and line not in story.captions]
    wrong = {
        "title": one_space(found.title or "") != story.title and found.title,
        "authors": found.authors not in ([story.authors] if story.authors else unsigned) and found.authors,
        "date": not same_time(story.published, found.date) and found.date,
        "text": lines != story.text and first_difference(story.text, lines),
    }
    return {aspect: difference for aspect, difference in wrong.items() if difference is not False}


def same_time(published, found):
    try:
        read = datetime.fromisoformat(found)
    except (TypeError, ValueError):
        return False
    # An extractor that tells no time tells the day alone.
    return read.isoformat()[:10] == found == published.date().isoformat() or read == published


def first_difference(wanted, lines):
    pairs = zip([*wanted, "the end"], [*lines, "the end"], strict=False)
    wanted, found = next((wanted, found) for wanted, found in pairs if wanted != found)
    return f"{found!r} instead of {wanted!r}"


def one_space(text):
    return " ".join(text.split())


def extractors(node):
    """{name: a function that takes stories and returns what it found of each}."""
    modules = {"trafilatura": by_trafilatura, "newspaper": by_newspaper, "goose3": by_goose}
    there = {name: extract for name, extract in modules.items() if find_spec(name)}
    return {"Readability": partial(by_readability, node=node), **there} if node else there


def by_readability(stories, node):
    answer = subprocess.run(
        ["node", ROOT / "tests" / "benchmarks" / "readability.js", node.resolve()],
        input=json.dumps([{"url": story.url, "html": story.html} for story in stories]),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(answer.stdout)
    return [Found(each["title"], split(each["byline"], ", "), each["date"], each["text"]) for each in found]


def by_trafilatura(stories):
    from trafilatura import bare_extraction

    for story in stories:
        found = bare_extraction(story.html, url=story.url, with_metadata=True)
        yield Found(found.title, split(found.author, "; "), found.date, found.text) if found else Found()


def by_newspaper(stories):
    import newspaper

    for story in stories:
        found = newspaper.article(story.url, input_html=story.html)
        yield Found(found.title, found.authors, found.publish_date and found.publish_date.isoformat(), found.text)


def by_goose(stories):
    from goose3 import Goose
    from goose3.text import StopWordsChinese

    for story in stories:
        found = Goose({"stopwords_class": StopWordsChinese}).extract(raw_html=story.html)
        yield Found(found.title, found.authors, found.publish_date, found.cleaned_text)


def split(names, separator):
    return names.split(separator) if names else []


def published(get, site, numbers=()):
    """The stories with these numbers, or all that are public. `get` returns the text at an address."""
    addresses = [f"{site}/api/v1/articles/{number}/" for number in numbers]
    page = "" if numbers else f"{site}/api/v1/articles/?page_size=100"
    while page:
        answer = json.loads(get(page))
        addresses += [each["url"] for each in answer["results"]]
        page = answer["next"]
    for address in addresses:
        data = json.loads(get(address))
        yield story(data, get(data["web_url"]))


def fetched(address):
    with urlopen(address) as answer:
        return answer.read().decode()


def story(data, html):
    """A Story from what the API says of it."""
    captions = re.findall("<figcaption>(.*?)</figcaption>", html, re.DOTALL)
    captions += [part for caption in captions for part in re.split("(?=<small)", caption)]
    captions += [block["text"] for block in data["blocks"] if block["kind"] == "caption"]
    return Story(
        name=data["title"],
        url=data["web_url"],
        html=html,
        title=one_space(data["title"]),
        authors=list(dict.fromkeys(author["name"] for author in data["authors"])),
        newspaper=unescape(re.search('og:site_name" content="(.*?)"', html)[1]),
        published=datetime.fromisoformat(data["published_at"]),
        text=printed(data["dateline"], data["blocks"]),
        captions={one_space(unescape(TAGS.sub("", caption))) for caption in captions},
    )


def printed(dateline, blocks):
    """Paragraphs and subheads, the dateline before the first paragraph."""
    lines = []
    for block in blocks:
        if block["kind"] == "paragraph":
            dateline, text = "", dateline + block["text"]
            lines.append(one_space(text))
        elif block["kind"] == "subhead":
            lines.append(one_space(block["text"]))
    return [one_space(dateline), *lines] if dateline else lines


def composed(folder):
    """Ten stories of different shapes on a page of their own newspaper, with a database in `folder`."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {"NEWSROOM_VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "newsroom.settings", "DATABASE_URL": ""}
    import django

    django.setup()
    from django.test import Client

    from tests.benchmarks.databases import Database

    database = Database("extractors", folder)
    try:
        write_stories()
        client = Client(HTTP_HOST="localhost")
        return list(published(lambda address: client.get(address).content.decode(), "http://localhost"))
    finally:
        database.remove()


def write_stories():
    """Of an agency; with pictures in the text; pictures and a few words; with subheads; with kicker, deck and dateline;
    corrected; short and unsigned; a poem; a list; long, of several authors."""
    from articles.models import Correction
    from articles.parsing import parse_page
    from tests.site.rows import DAY, illustrate, picture, printed

    published = datetime(2023, 7, 20, 6, 30, tzinfo=timezone(timedelta(hours=8)))

    def write(headline, *paragraphs, **fields):
        return printed(headline, body="\n\n".join(paragraphs), publish_at=published, **fields)

    page = parse_page((ROOT / "seeds" / "page.txt").read_text("utf-8"))
    paragraphs = [each.text for story in page.articles for each in story.paragraphs if each.kind == "paragraph"]
    sentences = iter(re.findall("[^。]+。”?", "".join(paragraphs)))

    def some(number):
        return "".join(islice(sentences, number))

    write("我国早稻收获近七成", some(2), some(1), some(2), dateline="新华社北京7月19日电（记者 于文、高敬之）",
          byline=[("记者", "于文"), ("记者", "高敬之")], section="economy")  # fmt: skip
    bridge = write(
        "清河新桥通车", some(2), "图1：清河新桥", some(2), "图2：工人在桥面上", some(1), byline=[("记者", "丁彤")]
    )
    illustrate(bridge, picture("桥", by=["丁彤"]), picture("人", source="资料图片"))
    view = write(
        "雨后初晴", "图1：雨后的山谷", "连日降雨后放晴，山间云散，河水清亮。清早，不少市民登上河边的山坡看日出。"
    )
    illustrate(view, picture("谷", by=["曹禾"]), (picture("河"), "日出之前的河面", ""))
    write("“三个一”带来好日子", some(1), "## 一个都不能少", some(2), "## 一户一策", some(2), "## 一起往前走", some(1),
          byline=[("", "潘雪芹")], section="grassroots")  # fmt: skip
    write("全县防汛工作会议召开", some(1), some(2), kicker="压实责任 守住底线", deck="——各乡镇、各部门立下责任状",
          dateline="本报讯", byline=[("记者", "沈知秋")], section="politics")  # fmt: skip
    corrected = write("夏季招聘会提供岗位八百个", some(2), some(1), byline=[("通讯员", "刘倩倩")])
    Correction.objects.create(article=corrected, text="第二段中“六百个”应为“八百个”。", date=DAY)
    write("今夜有雷阵雨", "县气象台昨天下午发布预报：今天夜里到明天白天，全县阴有雷阵雨，局部雨量较大，偏南风三到四级，"
          "最高气温三十一摄氏度。气象台提醒，河道、山谷和低洼处的居民要注意防范，夜间尽量不要外出，收好阳台上的东西。"
          "未来三天雨水仍多，请留意最新预报。")  # fmt: skip
    write("河上", "河水从山里来，", "带着石头的凉。", "桥上的人走过去，", "影子落在水上。", "船还没有醒，",
          "鸟已经飞远了。", "谁在对岸喊一声，", "整条河都听见了。", "我把脚伸进水里，", "水认得我的脚，",
          "那年它们一样小，", "一样不肯回家。", "灯一盏一盏亮了，", "河还在往前走，", "把白天说过的话，",
          "一句一句带远。", byline=[("", "江望月")], section="culture")  # fmt: skip
    write("暑期开放的阅览室", "县图书馆介绍，暑假期间下列阅览室每天开放：", "1.县图书馆三楼，上午九时到下午五时；",
          "2.城关镇文化站，下午一时到五时；", "3.清河乡文化站，上午九时到十二时；", "4.东山村农家书屋，全天。",
          "电话：12345678。", byline=[("记者", "陆亭")], section="culture")  # fmt: skip
    people = [("记者", "曹璐"), ("记者", "余波"), ("通讯员", "欧阳青云"), ("摄影", "余波")]
    write("一条老街的四十年", *iter(lambda: some(3), ""), byline=people, section="culture")


if __name__ == "__main__":
    main()
