from articles.facsimiles.areas import contains, key_of, outline, widened


def test_the_outline_of_one_area_is_a_rectangle():
    assert outline([[0, 0, 90, 50]]) == "M0 0H90V50H0Z"


def test_areas_that_touch_have_one_outline():
    """A headline over two columns, with the text below the first of them."""
    assert outline([[0, 0, 90, 20], [0, 20, 40, 70]]) == "M0 0H90V20H40V70H0Z"
    assert outline([[0, 0, 40, 70], [40, 0, 90, 70]]) == "M0 0H90V70H0Z"


def test_areas_that_overlap_have_one_outline():
    assert outline([[0, 0, 90, 50], [20, 10, 40, 30]]) == "M0 0H90V50H0Z"


def test_areas_apart_have_an_outline_each():
    assert outline([[0, 0, 9, 9], [20, 0, 30, 9]]) == "M0 0H9V9H0ZM20 0H30V9H20Z"


def test_areas_that_meet_in_a_point_have_closed_outlines():
    assert outline([[0, 0, 5, 5], [5, 5, 9, 9]]) == "M0 0H5V5H0ZM5 5H9V9H5Z"


def test_another_story_within_a_story_is_left_out_of_its_outline():
    ring = [[0, 0, 90, 20], [0, 20, 20, 80], [70, 20, 90, 80], [0, 80, 90, 99]]
    assert outline(ring) == "M0 0H90V99H0ZM20 20V80H70V20Z"


def test_a_zone_without_areas_has_no_outline():
    assert outline([]) == ""


def test_a_margin_ends_at_the_edge_of_the_page():
    assert widened([[20, 500, 9990, 600]], 50) == [[0, 450, 10_000, 650]]


def test_a_point_is_in_an_area_or_in_none():
    assert contains([[0, 0, 5000, 5000]], 0.5, 0.1)
    assert not contains([[0, 0, 5000, 5000]], 0.51, 0.1)
    assert not contains([], 0.5, 0.5)


def test_the_same_areas_have_the_same_key_in_any_order():
    one, other = [0, 0, 5, 5], [5, 5, 9, 9]
    assert key_of([one, other]) == key_of([other, one])
    assert key_of([one]) != key_of([other])
