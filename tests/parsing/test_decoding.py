"""Files in the encodings newsrooms use are decoded, all others refused with what they look like."""

import pytest

from articles.parsing import UnreadablePage, decode_page
from articles.parsing.decoding import MAX_BYTES

TEXT = "柳溪镇开展河道清淤\n\n近日，柳溪镇组织志愿者开展清淤整治，共清理淤泥六百多立方米。\n"
TRADITIONAL = "臺灣當局與國際組織舉行會議，討論經濟發展問題並發表聲明，要求各國尊重歷史與現實。\n" * 3
JAPANESE = "これはテストのためのぶんしょうです。きょうはいいてんきですね。\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_decode_page_from_every_encoding_and_line_end(encoding, line_end):
    assert decode_page(TEXT.replace("\n", line_end).encode(encoding)) == TEXT


def test_decode_traditional_text_in_utf8():
    assert decode_page(TRADITIONAL.encode()) == TRADITIONAL


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\t\xe3\x80\x80", "blank", "blank space"),
        (b"%PDF-1.7\n", "pdf", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "image", "PNG"),
        (b"\xff\xd8\xff\xe0\x00", "image", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office", "DOC"),
        (b"PK\x03\x04\x14\x00[Content_Types].xml", "office", "DOCX"),
        (b"PK\x03\x04\x14\x00page.txt", "archive", "ZIP"),
        (b"<!DOCTYPE html><p>", "html", "HTML"),
        (b"abc\x00def", "binary", "binary"),
        (TEXT.encode("utf-16-le"), "utf16_without_mark", "byte order mark"),
        (TEXT.encode("utf-16-be"), "utf16_without_mark", "byte order mark"),
        (TEXT.encode().decode("gb18030", "replace").encode(), "mojibake", "garbled"),
        (TEXT.encode().decode("latin-1").encode(), "mojibake", "garbled"),
        (TRADITIONAL.encode("big5"), "big5", "Big5"),
        (JAPANESE.encode("shift_jis"), "shift_jis", "Shift-JIS"),
        (TEXT.encode()[:-3], "broken", "cut off in line"),
        (b"\xcd" * (MAX_BYTES + 1), "too_large", "2,000,001 bytes"),
    ],
)
def test_other_files_are_refused_with_what_they_look_like(data, code, says):
    with pytest.raises(UnreadablePage) as refusal:
        decode_page(data)

    assert refusal.value.code == code
    assert says in str(refusal.value)
    assert refusal.value.message(lambda message: "译：" + message).startswith("译：")


@pytest.mark.parametrize(
    ("code", "character"),
    [
        (b"\xfe\x59", "龴"),
        (b"\xa6\xd9", "\ufe10"),
        (b"\xa3\xa0", "\u3000"),
        (b"\x80", "€"),
        (b"\xaa\xa1", "\ue000"),
        (b"\xff", "\ufffd"),
        (b"\xc4", "\ufffd"),
    ],
)
def test_odd_bytes_of_a_gbk_page_cost_one_character(code, character):
    before, after = "柳溪镇开展河道清淤\n\n近日，柳溪镇组织志愿者", "开展清淤整治，共清理淤泥六百多立方米。\n"
    assert decode_page(before.encode("gbk") + code + after.encode("gbk")) == before + character + after


def test_page_is_cut_off_only_if_its_last_byte_is_odd():
    data = TEXT.rstrip().encode("gbk")
    with pytest.raises(UnreadablePage, match="cut off in line 3"):
        decode_page(data[:-1])
    assert decode_page(data[:-18] + b"\x81" + data[-18:]) == f"{TEXT[:-10]}\ufffd{TEXT[-10:].rstrip()}"


def test_odd_byte_of_a_utf8_page_costs_one_character():
    assert decode_page(TEXT.encode().replace("近".encode(), b"\xe8")) == TEXT.replace("近", "\ufffd")


def test_page_with_many_odd_bytes_is_refused():
    with pytest.raises(UnreadablePage, match=r"in line 3, at byte 37\."):
        decode_page(("柳溪镇开展河道清理\n\n" + TEXT.replace("淤", "\ue000")).encode("gb18030"))


def test_decode_traditional_text_in_gbk():
    assert decode_page(TRADITIONAL.encode("gbk")) == TRADITIONAL


def test_every_kind_of_line_end_becomes_a_line():
    assert decode_page("甲\v乙\f丙\u2028丁\n\f戊\x85己".encode()) == "甲\n乙\n丙\n丁\n戊\n己"


def test_fifty_megabytes_in_one_line_are_refused():
    with pytest.raises(UnreadablePage, match="50,100,000 bytes"):
        decode_page("统".encode() * 16_700_000)
