"""Issues whose pages are PDFs: stories, zones, pictures and facsimiles come from them."""

import datetime
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.editing import Actor, changing, merge_with_next, split, undo
from articles.importing import SourceRefused, facsimiles, import_issue, read_issue
from articles.importing.file_names import is_whole_issue
from articles.models import Article, AuditEntry, Facsimile, Issue, Page, Picture, Placement
from articles.pictures.drawn import landscape
from tests.pictures.folders import separate, stored
from tests.printed_page.pages import LEFT, RIGHT, columns, head_of_page
from tests.printed_page.raw_pdf import RawPdf
from tests.printed_page.raw_pdf import shown as shown_in
from tests.printed_page.test_spreads import numbered, side_by_side
from tests.printed_page.typesetter import HEI, Box, MadePage

from .set_pages import CANAL, CAPTION, FERRY, LIBRARY, front, second, text_of_front, write, write_whole

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 3, 5)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    separate(settings, tmp_path / "pictures")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The two pages as PDFs, once for all tests."""
    folder = tmp_path_factory.mktemp("made")
    write(front()[0], folder / "1.pdf")
    write(second()[0], folder / "2.pdf")
    write_whole([front()[0], second()[0]], folder / "whole.pdf")
    return folder


@pytest.fixture
def issue(tmp_path, made):
    """A function that makes the issue's folder of these {name: PDF or text}."""

    def make(**files):
        folder = tmp_path / "2024-03-05"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            path = folder / name.strip("_").replace("__", ".")
            if content.endswith(".pdf"):
                shutil.copy(made / content, path)
            else:
                path.write_text(content, "utf-8")
        return folder

    return make


def both(issue):
    return issue(_1__pdf="1.pdf", _2__pdf="2.pdf")


def run(folder, **options):
    report = import_issue(read_issue(folder), **options)
    return {story.article.headline: story.outcome.value for story in report.stories}


def zones():
    """{(page, headline): zone} of all placements."""
    return {(each.page.number, each.article.headline): each.zone for each in Placement.objects.as_printed()}


def shown(headline):
    """(number, file, caption in the text) of the story's pictures."""
    article = Article.objects.get(headline=headline)
    captions = {block.picture: block.text for block in article.blocks if block.kind == "caption"}
    return [(use.number, use.picture.name, captions.get(use.number, "")) for use in article.picture_uses.all()]


FERRY_ZONE, CANAL_ZONE = [[536, 829, 9387, 5453]], [[536, 5829, 9387, 9142]]
REST_ZONE, LIBRARY_ZONE = [[536, 873, 9464, 3915]], [[536, 4290, 9464, 8968]]
ALL_ZONES = {
    ("1", FERRY): FERRY_ZONE,
    ("1", CANAL): CANAL_ZONE,
    ("2", CANAL): REST_ZONE,
    ("2", LIBRARY): LIBRARY_ZONE,
}


def test_pages_as_pdf_become_stories_with_zones_pictures_and_facsimiles(issue):
    report = import_issue(read_issue(both(issue)))
    assert [story.article.headline for story in report.stories] == [FERRY, CANAL, LIBRARY]
    assert (report.pages, report.facsimiles) == (2, 2)
    assert zones() == ALL_ZONES
    # The captioned picture stands at its caption; the other one leads its story, and is doubted.
    assert shown(FERRY) == [(1, "2024-03-05 1-1.jpg", CAPTION)]
    assert shown(LIBRARY) == [(1, "2024-03-05 2-1.jpg", "")]
    ferry, library = Article.objects.get(headline=FERRY), Article.objects.get(headline=LIBRARY)
    assert [str(each) for each in ferry.contributions.all()] == ["记者 何川", "摄影 石小满"]
    assert [str(each) for each in ferry.picture_uses.get().picture.credits.all()] == ["摄影 石小满"]
    assert [each.code for each in library.problems.all()] == ["picture_without_caption"]
    # Lines and source text are those of the PDF.
    page = Page.objects.get(number="1")
    place = ferry.placements.get()
    assert page.source_name == "1.pdf"
    assert page.source_lines(place.first_line, place.last_line)[0] == (1, FERRY)
    assert [(f.name, f.sheet, round(f.width), round(f.height)) for f in Facsimile.objects.all()] == [
        ("1.pdf", 1, 560, 780),
        ("2.pdf", 1, 560, 780),
    ]
    assert [name for name in stored("originals") if name.endswith(".pdf")] == sorted(
        f"{f.digest}.pdf" for f in Facsimile.objects.all()
    )


def test_a_news_photograph_stands_above_the_words_below_it(issue, made):
    """The caption is all the text that the story has."""
    page = MadePage()
    head_of_page(page, "要闻")
    page.pictures.append(Box(LEFT, 84, 270, 210))
    page.headline(LEFT, 270, 232, "渡口开了早班船")
    page.line(LEFT, 248, "　　三日清晨，河口渡口开了早班船，村民可以", 8, HEI)
    page.line(LEFT, 258, "赶早去县城卖菜。　　石小满　摄", 8, HEI)
    page.headline(300, RIGHT, 100, CANAL)
    page.flow(columns(300, RIGHT, 2, 120, 270), 3)
    page.rule(LEFT, 290, RIGHT, 290)
    page.headline(LEFT, RIGHT, 320, LIBRARY)
    page.flow(columns(LEFT, RIGHT, 4, 340, 700), 9)
    write(page, made / "photograph.pdf")
    run(issue(_1__pdf="photograph.pdf"))
    story = Article.objects.get(headline="渡口开了早班船")
    assert story.body == "三日清晨，河口渡口开了早班船，村民可以赶早去县城卖菜。"
    assert shown("渡口开了早班船") == [(1, "2024-03-05 1-1.jpg", "")]


def test_importing_the_same_pdfs_again_changes_nothing(issue):
    folder = both(issue)
    run(folder)
    models = (Article, Picture, Placement, Facsimile, Page, AuditEntry)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    assert set(run(folder).values()) == {"unchanged"}
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_pages_may_come_in_several_runs(issue):
    folder = issue(_2__pdf="2.pdf")
    run(folder)
    (folder / "2.pdf").unlink()
    run(issue(_1__pdf="1.pdf"))
    assert zones() == ALL_ZONES
    assert Issue.objects.get().pages.count() == 2
    assert not Article.objects.filter(headline="").exclude(status="merged").exists()


def test_a_whole_issue_is_one_pdf(issue):
    run(issue(issue__pdf="whole.pdf"))
    assert zones() == ALL_ZONES
    assert [(f.page.number, f.name, f.sheet) for f in Facsimile.objects.all()] == [
        ("1", "issue.pdf", 1),
        ("2", "issue.pdf", 2),
    ]
    assert len([name for name in stored("originals") if name.endswith(".pdf")]) == 1


def test_a_sheet_with_the_last_and_the_first_page_is_two_pages_as_printed(issue, tmp_path):
    last, first = numbered(second()[0], "2", "8版"), numbered(front()[0], "2", "1版")
    folder = issue()
    write(side_by_side(last, first), folder / "20240305.pdf")
    run(folder)
    assert [(f.page.number, f.sheet, f.half) for f in Facsimile.objects.all()] == [("1", 1, "right"), ("8", 1, "left")]
    assert {key for key, zone in zones().items() if zone} == {("1", FERRY), ("1", CANAL), ("8", LIBRARY), ("8", "")}
    # The picture is cut out of the right half.
    use = Article.objects.get(headline=FERRY).picture_uses.get()
    assert (use.picture.name, round(use.picture.width / use.picture.height, 1)) == ("2024-03-05 1-1.jpg", 1.3)


@pytest.mark.parametrize(
    ("stem", "whole"),
    [
        ("issue", True),
        ("20240305", True),
        ("2024年3月5日", True),
        ("本县日报2024-03-05", True),
        ("2024-03-06", False),
        ("20240305-1", False),
        ("广告", False),
    ],
)
def test_names_of_the_pdf_of_a_whole_issue(stem, whole):
    assert is_whole_issue(stem, DAY) == whole


def test_the_manifest_names_pdfs_and_their_pages(issue):
    text = text_of_front(front()[1])
    manifest = (
        'date = 2024-03-05\n[[pages]]\nnumber = 1\nfile = "a.txt"\npdf = "whole.pdf"\nsheet = 1\n'
        '[[pages]]\nnumber = 2\nname = "民生"\nfile = "whole.pdf"\nsheet = 2\n'
    )
    folder = issue(whole__pdf="whole.pdf", a__txt=text, issue__toml=manifest, other__pdf="1.pdf")
    source = read_issue(folder)
    assert [(p.file_name, p.pdf.place.sheet, p.text == text) for p in source.pages] == [
        ("a.txt", 1, True),
        ("whole.pdf", 2, False),
    ]
    assert source.left_out == ("这些 PDF 没有写进 issue.toml，没有导入：other.pdf。",)


def test_where_a_page_has_text_and_pdf_the_words_are_the_text_s(issue):
    text = text_of_front(front()[1]).replace(FERRY, "老渡口来了年轻人")
    run(issue(_1__pdf="1.pdf", _1__txt=text))
    assert zones() == {("1", "老渡口来了年轻人"): FERRY_ZONE, ("1", CANAL): CANAL_ZONE}
    assert shown("老渡口来了年轻人") == [(1, "2024-03-05 1-1.jpg", CAPTION)]
    page = Page.objects.get()
    assert (page.source_name, page.source_text) == ("1.txt", text)
    # A corrected text alone keeps them.
    (folder := issue(_1__txt=text.replace("老渡口来了年轻人", FERRY))).joinpath("1.pdf").unlink()
    run(folder)
    assert zones() == {("1", FERRY): FERRY_ZONE, ("1", CANAL): CANAL_ZONE}
    assert shown(FERRY) == [(1, "2024-03-05 1-1.jpg", CAPTION)]


def test_a_story_that_the_pdf_does_not_show_has_no_zone(issue):
    text = text_of_front(front()[1]) + "\n\n竹编展开幕\n\n3日，竹编展在老祠堂开幕，展出各村老师傅编的竹器。\n"
    run(issue(_1__pdf="1.pdf", _1__txt=text))
    assert zones() == {("1", FERRY): FERRY_ZONE, ("1", CANAL): CANAL_ZONE, ("1", "竹编展开幕"): []}


def test_the_pdf_of_another_page_is_doubted(issue):
    text = "竹编展开幕\n\n本报讯（记者 曹璐）三日，竹编展在老祠堂开幕，展出各村老师傅编的竹器。\n"
    report = import_issue(read_issue(issue(_1__pdf="1.pdf", _1__txt=text)))
    assert [each.article.headline for each in report.stories] == ["竹编展开幕"]
    (sentence,) = report.warnings
    assert sentence == (
        "第 1 版的稿件在它的 PDF 里一篇也没有找到，因此稿件没有热区，也没有截取图片。请核对是不是这一版的 PDF。"
    )


def test_a_text_without_the_caption_leaves_its_picture_as_the_lead(issue):
    text = text_of_front(front()[1]).replace(f"{CAPTION}石小满 摄\n\n", "")
    run(issue(_1__pdf="1.pdf", _1__txt=text))
    assert shown(FERRY) == [(1, "2024-03-05 1-1.jpg", "")]
    ferry = Article.objects.get(headline=FERRY)
    assert "picture_without_caption" in [each.code for each in ferry.problems.all()]


def test_picture_files_beside_the_pdf_are_taken_instead_of_its_own(issue):
    folder = issue(_1__pdf="1.pdf")
    (folder / "1-1.jpg").write_bytes(landscape(1, 450, 300))
    run(folder)
    assert shown(FERRY) == [(1, "1-1.jpg", CAPTION)]
    assert Picture.objects.count() == 1


def test_a_corrected_pdf_updates_what_no_editor_has_changed(issue, tmp_path):
    folder = both(issue)
    run(folder)
    with changing(Article.objects.get(headline=CANAL).pk, Actor.command()) as change:
        change.article.headline = "石渠引水上山"
        change.article.save()
    old = Facsimile.objects.get(page__number="1").digest
    write(front("老渡口的年轻摆渡人", picture=(30, 120, 200, 240))[0], folder / "1.pdf")
    outcomes = run(folder)
    assert outcomes == {"老渡口的年轻摆渡人": "updated", "石渠引水上山": "kept", LIBRARY: "unchanged"}
    assert Facsimile.objects.get(page__number="1").digest != old
    assert Facsimile.objects.count() == 2
    assert len(shown("老渡口的年轻摆渡人")) == 1
    assert Picture.objects.count() == 3


def test_a_picture_without_caption_is_replaced_by_that_of_the_corrected_pdf(issue):
    folder = issue(_1__pdf="1.pdf")
    write(front(caption="")[0], folder / "1.pdf")
    run(folder)
    assert [caption for _n, _name, caption in shown(FERRY)] == [""]
    first = Picture.objects.get()
    write(front(caption="", picture=(30, 120, 200, 240))[0], folder / "1.pdf")
    run(folder)
    assert len(shown(FERRY)) == 1
    assert Article.objects.get(headline=FERRY).picture_uses.get().picture != first


def test_another_reader_reads_the_stored_pdf_again_and_keeps_its_pictures(issue, monkeypatch):
    folder = both(issue)
    run(folder)
    uses = list(Article.objects.get(headline=FERRY).picture_uses.values_list("picture__digest", "number"))
    (folder / "1.pdf").unlink()
    monkeypatch.setattr(facsimiles, "READER", 2)
    assert set(run(folder).values()) == {"unchanged"}
    assert {each.reading["reader"] for each in Facsimile.objects.all()} == {"2 本县日报"}
    assert list(Article.objects.get(headline=FERRY).picture_uses.values_list("picture__digest", "number")) == uses
    assert Picture.objects.count() == 2


def test_a_dry_run_stores_no_file_and_no_row(issue):
    folder = both(issue)
    assert list(run(folder, dry_run=True).values()) == ["created"] * 3
    assert not Facsimile.objects.exists()
    assert not Picture.objects.exists()
    assert stored("originals") == stored("renditions") == []


def test_the_command_says_how_many_pages_came_as_pdf(issue, capsys):
    folder = issue(_1__pdf="1.pdf", _3__txt="县城新开早班车\n\n3日，县城到河口的早班车开通，每天一班。\n")
    call_command("import_issue", folder, dry_run=True)
    assert "2 个版面中有 1 个来自 PDF" in capsys.readouterr().out
    call_command("import_issue", folder, json=True)
    (printed,) = json.loads(capsys.readouterr().out)["issues"]
    assert (printed["pages"], printed["facsimiles"]) == (2, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("%PDF-1.7 broken", "已损坏或不完整"),
        ("text", "文件名是 PDF，内容却不是"),
        ("whole.pdf", "有 2 页"),
    ],
)
def test_a_bad_pdf_refuses_the_issue_with_a_sentence_that_names_it(issue, content, sentence):
    folder = issue(_1__pdf="1.pdf", _2__pdf=content)
    with pytest.raises(CommandError, match=f"2.pdf.*{sentence}"):
        call_command("import_issue", folder)
    assert not Issue.objects.exists()
    assert stored("originals") == []


@pytest.mark.parametrize("line", ['sheet = "1"', "sheet = 0", "sheet = true"])
def test_a_wrong_sheet_in_the_manifest_is_refused(issue, line):
    manifest = f'date = 2024-03-05\n[[pages]]\nfile = "1.pdf"\n{line}\n'
    with pytest.raises(SourceRefused, match="sheet = 3"):
        read_issue(issue(_1__pdf="1.pdf", issue__toml=manifest))


def test_two_pdfs_of_a_whole_issue_are_left_out_by_name(issue):
    folder = issue(
        _1__txt="县城新开早班车\n\n3日，县城到河口的早班车开通。\n", issue__pdf="1.pdf", _20240305__pdf="1.pdf"
    )
    (sentence,) = read_issue(folder).left_out
    assert "20240305.pdf、issue.pdf" in sentence


# At the desk


def test_splitting_and_merging_keep_the_zones_and_undoing_restores_them(issue):
    run(both(issue), draft=True)
    actor = Actor.command()
    ferry = Article.objects.get(headline=FERRY)
    step = split(ferry.pk, actor, 2)
    part = Article.objects.get(origin=Article.Origin.REARRANGED)
    assert [each.zone for each in part.placements.all()] == [FERRY_ZONE]
    assert [each.zone for each in ferry.placements.all()] == [FERRY_ZONE]
    undo(step.pk, actor)
    assert zones() == ALL_ZONES
    step = merge_with_next(ferry.pk, actor)
    merged = ferry.placements.get(page__number="1")
    assert merged.zone == FERRY_ZONE + CANAL_ZONE
    assert ferry.placements.get(page__number="2").zone == REST_ZONE
    undo(step.pk, actor)
    assert zones() == ALL_ZONES


def test_importing_again_keeps_the_joined_zone_of_merged_stories(issue):
    folder = both(issue)
    run(folder, draft=True)
    merge_with_next(Article.objects.get(headline=FERRY).pk, Actor.command())
    run(folder, draft=True)
    ferry = Article.objects.get(headline=FERRY)
    assert {each.page.number: each.zone for each in ferry.placements.all()} == {
        "1": FERRY_ZONE + CANAL_ZONE,
        "2": REST_ZONE,
    }


def test_a_split_story_keeps_no_zone_of_another_pdf(issue):
    folder = issue(_1__pdf="1.pdf")
    run(folder, draft=True)
    split(Article.objects.get(headline=CANAL).pk, Actor.command(), 2)
    part = Placement.objects.get(article__origin=Article.Origin.REARRANGED)
    write(front()[0], folder / "1.pdf")
    run(folder, draft=True)
    part.refresh_from_db()
    assert part.zone == CANAL_ZONE
    shorter = front()[0]
    shorter.texts = [text for text in shorter.texts if text[1] < 640]
    write(shorter, folder / "1.pdf")
    run(folder, draft=True)
    part.refresh_from_db()
    assert part.zone == []
    assert Article.objects.get(headline=CANAL).placements.get().zone[0][3] < CANAL_ZONE[0][3]


# Foreign files


def test_characters_that_cannot_be_stored_are_doubts(issue, tmp_path):
    """A wrong table in the file gives half a character, and one that cannot be printed."""
    pdf, page = RawPdf(), front()[0]
    page.pictures = []
    blocks = "\n".join(f"1 beginbfrange <{h:02X}00> <{h:02X}FF> <{h:02X}00> endbfrange" for h in (*range(48, 160), 255))
    table = f"begincmap 2 beginbfchar <0001> <D800> <0002> <0001> endbfchar {blocks} endcmap"
    font = pdf._font(
        f"Identity-H /ToUnicode {pdf.stream(table.encode())}", "/FZ", "/CIDFontType0", "(Identity) /Supplement 0", ""
    )
    wrong = str.maketrans("河县", "\x01\x02")
    pdf.page(shown_in(page, lambda text: text.translate(wrong).encode("utf-16-be")), font)
    folder = issue()
    pdf.save(folder / "1.pdf")
    run(folder)
    ferry = Article.objects.get(headline=FERRY)
    assert ferry.body.startswith("图为清晨的〓口渡口。")
    assert "no_unicode" in [each.code for each in ferry.problems.all()]


def test_a_scan_beside_a_text_gives_the_page_and_no_zones(issue):
    scan = MadePage()
    scan.pictures.append(Box(0, 0, 560, 780))
    folder = issue(_1__txt=text_of_front(front()[1]))
    write(scan, folder / "1.pdf")
    report = import_issue(read_issue(folder))
    assert "第 1 版的 PDF 里读不出文字，因此稿件没有热区，也没有截取图片。" in report.warnings
    assert zones() == {("1", FERRY): [], ("1", CANAL): []}
    facsimile = Facsimile.objects.get()
    assert (facsimile.width, facsimile.height) == (560, 780)
    assert "p1-1000.webp" in stored("renditions")
    (folder / "1.txt").unlink()
    with pytest.raises(SourceRefused, match="没有文字"):
        read_issue(folder)


def test_what_is_wrong_with_a_folder_is_said_once_and_with_the_pages(tmp_path, db):
    """Pages of March 5 in the folder of March 6, and a PDF that is named after no page."""
    folder = tmp_path / "2024-03-06"
    folder.mkdir()
    for number, text in (("1", "县城新开早班车"), ("2", "河口渡船停航三天")):
        lines = [f"2024年3月5日 星期二 第{number}版", text, "本报讯（记者 曹璐）三日起，县城的路上有了新的变化。"]
        Path(folder, f"{number}.txt").write_text("\n\n".join(lines), "utf-8")
    Path(folder, "版面.pdf").write_bytes(b"%PDF-")
    assert import_issue(read_issue(folder)).warnings == [
        "文件名不是当天某一版的文件未导入：版面.pdf。请改成 2.txt 或 A04.pdf 这样的名字。",
        "第 1、2 版：版面上印的日期是 2024-03-05，填写的是 2024-03-06，请核对日期。",
    ]


def test_an_empty_pdf_is_to_be_exported_again(tmp_path):
    folder = tmp_path / "2024-03-06"
    folder.mkdir()
    Path(folder, "1.pdf").touch()
    with pytest.raises(SourceRefused, match="文件是空的。请重新导出这一版。"):
        read_issue(folder)
