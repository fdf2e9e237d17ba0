"""Properties of every text, however badly printed."""

import random
from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.parsing import UnreadablePage, as_dict, decode_page, parse_page
from articles.text.characters import lines

from .conftest import SEED, characters, printed

SEED_LINES = SEED.read_text(encoding="utf-8").split("\n")
FORMS = [
    "本版责编：林舟　美编：苏禾",
    "（上接第一版）",
    "（下转A04版）",
    "(下转",
    "记者 何川 通讯员 欧阳晴",
    "本报讯（记者 何川）19日，",
    "图为志愿者清扫河岸。 何川 摄",
    "——青河镇河道整治见闻",
    "3版　综合新闻",
    "* * *",
    "何川",
    "，",
    "“",
]
MARKS = (
    "，。：；！？（）()“”‘’《》—…、·,.:;!?　 \t\n\r\x00\x0b\x1c\u2028\ufeff\ue000\u200b\u202e"
    "⻢⼈﹐︵ﬁ•．報\x85\u2800\U000e0100"
)
any_character = st.one_of(
    st.sampled_from(MARKS), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), st.characters()
)
any_text = st.lists(st.one_of(any_character, st.sampled_from(FORMS)), max_size=200).map("".join)


@st.composite
def mutated_pages(draw):
    """The seed page with lines cut, repeated, removed, reversed, swapped and inserted."""
    lines = list(SEED_LINES)
    for _ in range(draw(st.integers(0, 12))):
        change = draw(st.sampled_from(["cut", "double", "drop", "reverse", "swap", "insert", "glue"]))
        i = draw(st.integers(0, len(lines) - 1))
        if change == "cut":
            place = draw(st.integers(0, len(lines[i])))
            lines[i : i + 1] = [lines[i][:place], lines[i][place:]]
        elif change == "double":
            lines.insert(i, lines[i])
        elif change == "drop" and len(lines) > 1:
            del lines[i]
        elif change == "reverse":
            lines[i] = lines[i][::-1]
        elif change == "swap":
            j = draw(st.integers(0, len(lines) - 1))
            lines[i], lines[j] = lines[j], lines[i]
        elif change == "insert":
            lines.insert(i, draw(st.one_of(st.sampled_from(FORMS), any_text)))
        elif change == "glue":
            lines[i] += draw(st.sampled_from(FORMS))
    return draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(lines)


@given(mutated_pages())
@settings(max_examples=150)
def test_no_character_of_a_damaged_page_is_lost_or_repeated(text):
    assert characters(printed(parse_page(text))) == characters(text)


@given(any_text)
@example("（上接第一版）本版责编：林舟　美编：苏禾（上接第一版）")
@settings(max_examples=300)
def test_no_character_of_any_text_is_lost_or_repeated(text):
    page = parse_page(text)

    assert characters(printed(page)) == characters(text)
    assert as_dict(page)["articles"] is not None


@given(mutated_pages())
@example("后白镇\r\r\n红旗村办起村晚\r\n")
@settings(max_examples=60)
def test_page_does_not_depend_on_line_ends(text):
    # A bare CR may be before a CRLF, so line ends are made equal first.
    plain = text.replace("\r\n", "\n").replace("\r", "\n")

    assert parse_page(plain.replace("\n", "\r\n")) == parse_page(plain)
    assert parse_page(plain.replace("\n", "\r")) == parse_page(plain)


@given(mutated_pages())
@settings(max_examples=60)
def test_every_line_number_is_on_the_page(text):
    last = len(lines(text))
    page = parse_page(text)

    for story in page.articles:
        spans = [story.lines, *(p.lines for p in story.paragraphs), *((p.line, p.line) for p in story.problems)]
        assert all(1 <= first <= end <= last for first, end in spans)


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_any_bytes_are_decoded_or_refused(data):
    with suppress(UnreadablePage):
        assert decode_page(data).strip()


def test_random_bytes_are_never_decoded_as_a_page():
    source = random.Random(20230720)
    for _ in range(500):
        try:
            decode_page(source.randbytes(200))
        except UnreadablePage:
            continue
        raise AssertionError("200 random bytes were read as a page")


@given(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]), mutated_pages())
@settings(max_examples=60)
def test_decoding_does_not_depend_on_the_encoding(encoding, text):
    clean = "".join(c for c in text if (c.isprintable() and not 0xE000 <= ord(c) <= 0xF8FF) or c == "\n")

    assert decode_page(clean.encode(encoding)) == decode_page(clean.encode("utf-8"))
