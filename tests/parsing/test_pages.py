"""Whole pages: the seed, the golden pairs in pages/, and the practice pages beside the repository, if they exist."""

import importlib.util
import json

import pytest

from articles.parsing import as_dict, decode_page, parse_page

from .conftest import PAGES, SEED, SHARED


def read(path):
    return as_dict(parse_page(decode_page(path.read_bytes())))


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.txt")), ids=lambda path: path.stem)
def test_page_matches_its_golden_pair(page):
    assert read(page) == json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))


def test_seed_page_has_seven_stories():
    page = parse_page(SEED.read_text(encoding="utf-8"))

    assert [(story.headline, [author.name for author in story.authors]) for story in page.articles] == [
        ("第二季度 全市统战工作专题协商会议召开", ["潘雪芹"]),
        ("句容同心红统战联盟 民进句容支部教育实践基地揭牌", ["潘雪芹"]),
        ("水利局开展河湖保护整治行动", ["曹璐", "余波"]),
        ("宝华“党建+好商量”助力人居环境整治常态长效", ["阙长冕", "张方舒"]),
        ("边城凝聚人大代表力量推进人居环境再提升", ["巫彤", "戴超", "叶洁梅"]),
        ("句容金坛两地市场监管部门开展跨区域联合执法", ["芮珊"]),
        ("", ["庄倩如", "刘倩倩"]),
    ]
    assert [len(story.paragraphs) for story in page.articles] == [3, 4, 3, 4, 4, 4, 4]
    assert page.residue == ()


def test_seed_page_has_a_doubt_only_for_the_missing_headline():
    page = parse_page(SEED.read_text(encoding="utf-8"))
    *others, last = page.articles

    assert [story.problems for story in others] == [()] * 6
    assert [problem.code for problem in last.problems] == ["no_headline"]
    assert last.continued_from == "1"
    assert [p.text for p in last.paragraphs if p.kind == "subhead"] == ["善答“民生满意卷” 健全服务体系"]


@pytest.fixture(scope="module")
def scoring():
    path = SHARED / "scoring" / "score_pages.py"
    if not path.exists():
        pytest.skip("there are no practice pages beside this repository")
    spec = importlib.util.spec_from_file_location("score_pages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores(scoring, pairs):
    """The scores for body, headline, paragraph and author."""
    pages = [(gold.stem, scoring.load(gold), read(text)["articles"]) for text, gold in pairs]
    c, _ = scoring.score(pages)
    return (
        scoring.f1(c["body"], c["pred"], c["gold"]),
        scoring.f1(c["headline"], c["pred"], c["gold"]),
        scoring.f1(c["par"], c["pred_par"], c["gold_par"]),
        scoring.f1(c["auth"], c["pred_auth"], c["gold_auth"]),
    )


def practice(kind):
    folder = SHARED / "pages" / kind
    return [(folder / "txt" / f"{gold.stem}.txt", gold) for gold in sorted((folder / "gold").glob("*.json"))]


def test_seed_page_scores_one(scoring):
    assert scores(scoring, [(SEED, SHARED / "gold" / "seed_page.json")]) == (1.0, 1.0, 1.0, 1.0)


@pytest.mark.parametrize(("kind", "required"), [("county", (0.97,) * 4), ("columns", (0.85, 0.88, 0.92, 0.92))])
def test_practice_pages_reach_the_required_scores(scoring, kind, required):
    reached = scores(scoring, practice(kind))

    assert all(score >= least for score, least in zip(reached, required, strict=True)), reached
