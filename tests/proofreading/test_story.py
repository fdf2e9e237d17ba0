"""A whole story is checked part by part, and its people across all parts."""

from articles.proofreading import check_story

BODY = """## 春耕忙。

村民赵春梅今年种了六十亩稻。

图：村民在插秧。

赵春玫说，雨水足，收成好"""


def found(parts):
    return [(one.part, one.finding.code, one.finding.wrong) for one in check_story(parts)]


def test_each_part_is_checked_by_the_rules_for_its_form():
    assert found({"headline": "全县春耕全面展开。", "body": BODY}) == [
        ("headline", "headline_stop", "。"),
        ("body", "headline_stop", "。"),
        ("body", "caption", "秧。"),
        ("body", "name_variant", "赵春玫"),
        ("body", "end_stop", "好"),
    ]


def test_places_count_within_the_part():
    for one in check_story({"headline": "全县春耕全面展开。", "body": BODY}):
        text = BODY if one.part == "body" else "全县春耕全面展开。"
        assert text[one.finding.start : one.finding.end].endswith(one.finding.wrong)


def test_one_person_under_two_names_in_headline_and_body():
    parts = {"headline": "种粮大户赵春玫", "body": "村民赵春梅种了六十亩稻。赵春梅说，今年雨水足。"}
    assert ("headline", "name_variant", "赵春玫") in found(parts)


def test_right_story_is_left_alone():
    parts = {
        "kicker": "粮食安全",
        "headline": "全县春耕全面展开",
        "deck": "今年新增高标准农田三万亩",
        "body": "## 抢农时\n\n村民赵春梅今年种了六十亩稻。\n\n图：村民在插秧。记者 何川 摄\n\n赵春梅说，雨水足。",
    }
    assert found(parts) == []
