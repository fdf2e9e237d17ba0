from itertools import pairwise

import pytest

from articles.site.page_plan import HEIGHT, WIDTH, plan


def area(zone):
    return zone.box.width * zone.box.height


def test_the_zones_fill_the_sheet_and_never_overlap():
    zones = plan([(number, "标题", 300 + 40 * number) for number in range(9)])
    assert sum(map(area, zones)) == pytest.approx(WIDTH * HEIGHT, rel=0.01)
    for one in zones:
        for other in zones:
            apart_x = one.box.x + one.box.width <= other.box.x + 0.2 or other.box.x + other.box.width <= one.box.x + 0.2
            apart_y = (
                one.box.y + one.box.height <= other.box.y + 0.2 or other.box.y + other.box.height <= one.box.y + 0.2
            )
            assert one is other or apart_x or apart_y


def test_the_lead_goes_across_the_page():
    lead, *_ = plan([("lead", "头条", 200), ("a", "甲", 500), ("b", "乙", 500)])
    assert (lead.box.x, lead.box.y, lead.box.width) == (0, 0, WIDTH)


def test_a_story_twice_as_long_has_twice_the_area():
    _, longer, shorter = plan([("lead", "头条", 500), ("a", "甲", 1000), ("b", "乙", 500)])
    assert area(longer) == pytest.approx(2 * area(shorter), rel=0.01)


def test_every_zone_of_an_ordinary_page_is_wide_enough_for_a_headline():
    for lengths in (
        [900, 300, 250, 80, 420, 600],
        [400] * 8,
        [120, 1500, 60, 60, 60, 700, 300],
        [2000, 90, 90, 90, 90],
    ):
        for each in plan([(place, "水利局开展河湖保护整治行动", length) for place, length in enumerate(lengths)]):
            assert each.box.width >= 85, lengths
            assert each.box.height >= 38, lengths


def test_no_headline_is_larger_than_the_leads():
    lead, *others = plan(
        [
            ("lead", "水利局开展河湖保护整治行动持续改善水环境质量推进人居环境", 100),
            ("a", "要闻", 900),
            ("b", "短讯", 9),
        ]
    )
    assert max(each.type_size for each in others) <= lead.type_size


def test_each_zone_is_below_or_to_the_right_of_the_one_before():
    zones = plan([(place, "标题", 300 + 90 * (place % 4)) for place in range(12)])
    for one, following in pairwise(zones):
        below = following.box.y >= one.box.y + one.box.height - 0.2
        right = following.box.x >= one.box.x + one.box.width - 0.2
        assert below or right


def test_an_empty_page_has_an_empty_plan():
    assert plan([]) == []


def test_stories_without_text_still_have_a_zone():
    assert len(plan([(1, "", 0), (2, "", 0), (3, "", 0)])) == 3


def test_five_hundred_stories_fit_on_the_sheet():
    zones = plan([(number, "水利局开展河湖保护整治行动", 100) for number in range(500)])
    assert all(zone.box.width > 0 and zone.box.height > 0 for zone in zones)
