"""What a Word document keeps on its way into a story, and what is refused with a sentence."""

import zipfile

import pytest

from articles.word.reading import BadWordFile, read_word

from .documents import PICTURE, document, inserted, paragraph, table

LEAD = "近日，柳溪镇组织志愿者对三条河道开展清淤整治。"


def read(tmp_path, data):
    (tmp_path / "story").write_bytes(data)
    (tmp_path / "pictures").mkdir(exist_ok=True)
    return read_word(tmp_path / "story", tmp_path / "pictures")


def refused(tmp_path, data):
    with pytest.raises(BadWordFile) as refusal:
        read(tmp_path, data)
    return str(refusal.value)


def test_headline_byline_subheads_and_paragraphs(tmp_path):
    draft = read(
        tmp_path,
        document(
            paragraph("柳溪镇三条河变清了", style="9"),
            paragraph("本报记者 何川 通讯员 石小满"),
            paragraph(f"\u3000\u3000{LEAD}"),
            paragraph("河长每天走一遍", style="2"),
            inserted("同事补上的一段。"),
        ),
    )
    assert draft.headline == "柳溪镇三条河变清了"
    assert draft.byline == [("何川", "记者"), ("石小满", "通讯员")]
    assert draft.body == f"{LEAD}\n\n## 河长每天走一遍\n\n同事补上的一段。"


def test_a_dateline_at_the_head_gives_dateline_and_byline(tmp_path):
    draft = read(tmp_path, document(paragraph("河变清了"), paragraph(f"本报讯（记者 何川）{LEAD}")))
    assert (draft.dateline, draft.byline, draft.body) == ("本报讯（记者 何川）", [("何川", "记者")], LEAD)


def test_a_text_that_begins_with_a_sentence_has_no_headline(tmp_path):
    draft = read(tmp_path, document(paragraph(LEAD), paragraph("河水清了。")))
    assert (draft.headline, draft.body) == ("", f"{LEAD}\n\n河水清了。")


def test_a_paragraph_in_the_style_of_a_headline_stays_whole(tmp_path):
    """A writer who gave all the text that style loses none of it."""
    text = LEAD * 20
    draft = read(tmp_path, document(paragraph(text, style="9"), paragraph("河水清了。")))
    assert (draft.headline, draft.body) == ("", f"{text}\n\n河水清了。")


def test_a_row_of_a_table_is_a_paragraph_and_a_soft_return_ends_one(tmp_path):
    soft = "<w:p><w:r><w:t>第一行。</w:t><w:br/><w:t>第二行。</w:t></w:r></w:p>"
    draft = read(tmp_path, document(paragraph("粮价"), table(["小麦", "2.4元"], ["稻谷", "2.8元"]), soft))
    assert draft.body == "小麦\u30002.4元\n\n稻谷\u30002.8元\n\n第一行。\n\n第二行。"


def test_a_picture_takes_the_caption_below_it(tmp_path):
    draft = read(
        tmp_path,
        document(
            paragraph("河变清了"), paragraph(LEAD), PICTURE.format(0), paragraph("图为清淤现场。何川 摄"),
            PICTURE.format(1), paragraph("河水清了。"), pictures=[b"one", b"two"],
        ),
    )  # fmt: skip
    assert draft.body == f"{LEAD}\n\n图1：图为清淤现场。何川 摄\n\n河水清了。"
    assert [(picture.path.read_bytes(), picture.caption) for picture in draft.pictures] == [
        (b"one", "图为清淤现场。何川 摄"),
        (b"two", ""),
    ]


def bomb():
    return document(paragraph("长"), **{"word/big.xml": "长" * (21 << 20)})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "旧版 Word"),
        (b"%PDF-1.7", "不是 Word 文档"),
        (b"", "不是 Word 文档"),
        (document(paragraph("长"))[:400], "已损坏"),
        (document(paragraph("长"), **{"word/vbaProject.bin": "x"}), "宏程序"),
        (document(paragraph(" ")), "没有文字"),
        (document(paragraph("长"), **{"word/extra.xml": "<!DOCTYPE a>"}), "已损坏"),
    ],
    ids=["doc", "pdf", "empty", "cut short", "macros", "no text", "entities"],
)
def test_other_files_are_refused_with_a_sentence(tmp_path, data, sentence):
    assert sentence in refused(tmp_path, data)


def test_a_file_that_unpacks_to_far_more_is_refused(tmp_path):
    assert "太大" in refused(tmp_path, bomb())


def test_a_zip_of_something_else_is_no_word_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "长")
    assert "不是 Word 文档" in refused(tmp_path, (tmp_path / "other.zip").read_bytes())
