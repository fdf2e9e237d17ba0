"""Pictures beside a page's text are taken in and placed at the captions of the page, in order."""

import datetime

import pytest

from articles.editing import Actor, changing
from articles.editing.pictures import pictures_of, write_pictures
from articles.importing import IssueSource, PageSource, SourceRefused, import_issue, read_issue
from articles.importing.file_names import picture_of_file
from articles.models import Article, AuditEntry, Picture
from articles.pictures.drawn import landscape
from tests.pictures.folders import add, separate, stored

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 3, 5)
PAGE = """清河新桥建成通车

3日，横跨清河的新桥建成通车，桥长三百二十米，两岸群众往来不再绕行十公里。

据介绍，新桥设双向四车道，两侧建有人行步道，桥头栽种了三千余株绿植。 沈知秋

图为新桥通车现场。 丁彤 摄

图为群众在新桥上散步。
李强 摄

县图书馆延长开放时间

4日起，县图书馆周五周六延长开放到晚上九点，读者可凭身份证借阅图书。

图书馆负责人介绍，新增座位一百二十个，并为少儿读者开辟了亲子阅览区。 贺兰亭

图为读者在新阅览区看书。
"""


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    separate(settings, tmp_path / "pictures")


@pytest.fixture
def folder(tmp_path):
    """An issue's folder with a page and its three pictures."""
    folder = tmp_path / "2024-03-05"
    folder.mkdir()
    (folder / "1.txt").write_text(PAGE, "utf-8")
    for number in (1, 2, 3):
        draw(folder / f"1-{number}.jpg", number)
    return folder


def draw(path, seed):
    path.write_bytes(landscape(seed, 450, 300))


def run(folder, **options):
    """The outcomes and the warnings of an import."""
    report = import_issue(read_issue(folder), **options)
    return [story.outcome.value for story in report.stories], list(report.warnings)


def shown(headline):
    """(number, file) of each picture of a story, and its captions with their numbers."""
    article = Article.objects.get(headline=headline)
    captions = [f"{block.mark}{block.text}" for block in article.blocks if block.kind == "caption"]
    return list(article.picture_uses.values_list("number", "picture__name")), captions


BRIDGE, LIBRARY = "清河新桥建成通车", "县图书馆延长开放时间"
AS_IMPORTED = (
    [(1, "1-1.jpg"), (2, "1-2.jpg")],
    ["图1：图为新桥通车现场。", "图2：图为群众在新桥上散步。"],
)


def test_pictures_are_placed_at_the_captions_in_order(folder):
    assert run(folder) == (["created", "created"], [])
    assert shown(BRIDGE) == AS_IMPORTED
    assert shown(LIBRARY) == ([(1, "1-3.jpg")], ["图1：图为读者在新阅览区看书。"])
    credits = {p.name: [str(credit) for credit in p.credits.all()] for p in Picture.objects.all()}
    assert credits == {"1-1.jpg": ["摄影 丁彤"], "1-2.jpg": ["摄影 李强"], "1-3.jpg": []}
    assert Picture.objects.public().count() == 3


def test_importing_again_changes_nothing(folder):
    run(folder)
    before = [list(model.objects.order_by("pk").values()) for model in (Article, Picture, AuditEntry)]
    assert run(folder) == (["unchanged", "unchanged"], [])
    assert [list(model.objects.order_by("pk").values()) for model in (Article, Picture, AuditEntry)] == before


def test_pictures_that_come_later_update_their_stories(folder, tmp_path):
    for number in (1, 2, 3):
        (folder / f"1-{number}.jpg").rename(tmp_path / f"1-{number}.jpg")
    run(folder)
    assert shown(BRIDGE) == ([], ["图：图为新桥通车现场。", "图：图为群众在新桥上散步。"])
    (tmp_path / "1-1.jpg").rename(folder / "1-1.jpg")
    assert run(folder) == (["updated", "unchanged"], [])
    assert shown(BRIDGE) == ([(1, "1-1.jpg")], ["图1：图为新桥通车现场。", "图：图为群众在新桥上散步。"])
    assert Article.objects.get(headline=BRIDGE).version == 2


def test_a_page_imported_without_its_pictures_keeps_them(folder):
    """As at the desk, whose form takes text only."""
    run(folder)
    text = IssueSource(DAY, "", (PageSource("1", "", "1.txt", PAGE),))
    assert [story.outcome.value for story in import_issue(text).stories] == ["unchanged", "unchanged"]
    corrected = PAGE.replace("三百二十米", "三百三十米").replace("通车现场", "通车仪式现场")
    text = IssueSource(DAY, "", (PageSource("1", "", "1.txt", corrected),))
    assert [story.outcome.value for story in import_issue(text).stories] == ["updated", "unchanged"]
    assert shown(BRIDGE) == (AS_IMPORTED[0], ["图1：图为新桥通车仪式现场。", AS_IMPORTED[1][1]])


def test_a_new_file_of_the_same_name_replaces_the_picture(folder):
    run(folder)
    old = Picture.objects.get(name="1-1.jpg").digest
    draw(folder / "1-1.jpg", 7)
    assert run(folder) == (["updated", "unchanged"], [])
    assert shown(BRIDGE) == AS_IMPORTED
    assert pictures_of(Article.objects.get(headline=BRIDGE))[0]["digest"] != old
    assert Picture.objects.filter(digest=old).exists()
    assert run(folder)[0] == ["unchanged", "unchanged"]


def test_files_that_change_places_change_captions(folder):
    run(folder)
    first = (folder / "1-1.jpg").read_bytes()
    draw(folder / "1-1.jpg", 2)
    (folder / "1-2.jpg").write_bytes(first)
    assert run(folder) == (["updated", "unchanged"], [])
    captions = ["图2：图为新桥通车现场。", "图1：图为群众在新桥上散步。"]
    assert shown(BRIDGE) == ([(2, "1-2.jpg"), (1, "1-1.jpg")], captions)
    assert run(folder) == (["unchanged", "unchanged"], [])


def test_one_picture_is_placed_once_in_a_story(folder):
    draw(folder / "1-2.jpg", 1)
    run(folder)
    assert shown(BRIDGE) == ([(1, "1-1.jpg")], ["图1：图为新桥通车现场。", "图：图为群众在新桥上散步。"])
    assert run(folder) == (["unchanged", "unchanged"], [])


def test_two_captions_with_the_same_words_get_a_picture_each(folder):
    (folder / "1.txt").write_text(PAGE.replace("图为群众在新桥上散步。", "图为新桥通车现场。"), "utf-8")
    run(folder)
    assert shown(BRIDGE) == (AS_IMPORTED[0], ["图1：图为新桥通车现场。", "图2：图为新桥通车现场。"])
    assert run(folder) == (["unchanged", "unchanged"], [])
    corrected = (folder / "1.txt").read_text("utf-8").replace("三百二十米", "三百三十米")
    import_issue(IssueSource(DAY, "", (PageSource("1", "", "1.txt", corrected),)))
    assert shown(BRIDGE) == (AS_IMPORTED[0], ["图1：图为新桥通车现场。", "图2：图为新桥通车现场。"])
    (folder / "1.txt").write_text(PAGE, "utf-8")
    assert run(folder)[0] == ["updated", "unchanged"]
    assert shown(BRIDGE) == AS_IMPORTED


def edit_pictures(headline, pictures):
    with changing(Article.objects.get(headline=headline).pk, Actor.command()) as change:
        write_pictures(change.article, pictures(pictures_of(change.article)))


def test_pictures_that_an_editor_changed_are_kept(folder):
    run(folder)
    edit_pictures(BRIDGE, lambda pictures: pictures[1:])
    draw(folder / "1-1.jpg", 7)
    outcomes, _warnings = run(folder)
    assert outcomes == ["kept", "unchanged"]
    assert shown(BRIDGE)[0] == [(2, "1-2.jpg")]


def test_a_corrected_text_keeps_the_numbers_of_pictures_that_an_editor_added(folder):
    run(folder)
    lead = add("航拍.jpg", seed=9).digest
    edit_pictures(
        BRIDGE, lambda pictures: [{"digest": lead, "number": 3, "caption": "航拍新桥", "alt": "桥"}, *pictures]
    )
    (folder / "1.txt").write_text(PAGE.replace("三百二十米", "三百三十米"), "utf-8")
    report = import_issue(read_issue(folder))
    (kept,) = report.stories[0].kept
    assert (kept.field, kept.ours, kept.printed) == ("pictures", "航拍.jpg、1-1.jpg、1-2.jpg", "1-1.jpg、1-2.jpg")
    assert "三百三十米" in Article.objects.get(headline=BRIDGE).body
    assert shown(BRIDGE) == ([(3, "航拍.jpg"), *AS_IMPORTED[0]], AS_IMPORTED[1])


def test_alt_texts_written_at_the_desk_are_no_other_pictures(folder):
    run(folder)
    edit_pictures(BRIDGE, lambda pictures: [each | {"alt": "新桥"} for each in pictures])
    assert run(folder) == (["unchanged", "unchanged"], [])
    assert pictures_of(Article.objects.get(headline=BRIDGE))[0]["alt"] == "新桥"


def test_an_edited_text_gets_pictures_at_the_captions_it_still_has(folder, tmp_path):
    for number in (1, 2, 3):
        (folder / f"1-{number}.jpg").rename(tmp_path / f"1-{number}.jpg")
    run(folder)
    with changing(Article.objects.get(headline=BRIDGE).pk, Actor.command()) as change:
        change.article.body = "新桥通车了。\n\n图：图为群众在新桥上散步。"
        change.article.save()
    for number in (1, 2):
        (tmp_path / f"1-{number}.jpg").rename(folder / f"1-{number}.jpg")
    assert run(folder)[0] == ["kept", "unchanged"]
    assert shown(BRIDGE) == ([(1, "1-2.jpg")], ["图1：图为群众在新桥上散步。"])
    assert Article.objects.get(headline=BRIDGE).body.startswith("新桥通车了。")
    version = Article.objects.get(headline=BRIDGE).version
    assert run(folder)[0] == ["kept", "unchanged"]
    assert Article.objects.get(headline=BRIDGE).version == version


def test_a_bad_file_holds_nothing_up_and_takes_no_other_caption(folder):
    (folder / "1-1.jpg").write_bytes(b"no picture")
    outcomes, warnings = run(folder)
    assert outcomes == ["created", "created"]
    assert warnings == [
        "第 1 版已导入，图片 1-1.jpg 没有：这个文件不是图片，请选择 JPEG、PNG、WebP、AVIF 或 TIFF 格式的照片。"
    ]
    assert shown(BRIDGE) == ([(1, "1-2.jpg")], ["图：图为新桥通车现场。", "图1：图为群众在新桥上散步。"])
    draw(folder / "1-1.jpg", 1)
    assert run(folder)[0] == ["updated", "unchanged"]
    assert shown(BRIDGE)[1] == ["图2：图为新桥通车现场。", "图1：图为群众在新桥上散步。"]


def test_a_picture_without_a_caption_is_in_the_library_and_named(folder):
    draw(folder / "1-4.jpg", 4)
    _outcomes, warnings = run(folder)
    assert warnings == ["第 1 版没有图片说明可配给 1-4.jpg：这些图片已在图片库里，没有放进稿件。"]
    assert [picture.name for picture in Picture.objects.unused()] == ["1-4.jpg"]


def test_a_dry_run_leaves_no_file_and_no_row(folder):
    (folder / "1-2.jpg").write_bytes(b"")
    outcomes, warnings = run(folder, dry_run=True)
    assert outcomes == ["created", "created"]
    assert len(warnings) == 1
    assert not Picture.objects.exists()
    assert stored("originals") == stored("renditions") == []


def test_an_import_that_fails_leaves_no_row_of_a_picture(folder, transactional_db):
    (folder / "1-1.jpg").write_bytes(landscape(1, 450, 300))
    source = read_issue(folder)
    broken = IssueSource(source.date, "x" * 4000 + "\ud800", source.pages)
    with pytest.raises(UnicodeEncodeError):
        import_issue(broken)
    assert not Picture.objects.exists()
    assert run(folder)[0] == ["created", "created"]


def test_the_manifest_names_pictures(folder):
    (folder / "桥.jpg").write_bytes((folder / "1-3.jpg").read_bytes())
    manifest = 'date = 2024-03-05\n[[pages]]\nnumber = 1\nfile = "1.txt"\npictures = ["桥.jpg", "1-1.jpg"]\n'
    (folder / "issue.toml").write_text(manifest, "utf-8")
    _outcomes, warnings = run(folder)
    assert shown(BRIDGE)[0] == [(1, "桥.jpg"), (2, "1-1.jpg")]
    assert warnings == [
        "这些图片不属于任何版面，没有导入：1-2.jpg、1-3.jpg。请照 1-2.jpg 的样子命名，或写进 issue.toml。"
    ]


def test_a_manifest_without_pictures_takes_those_beside_its_pages(folder):
    (folder / "issue.toml").write_text('date = 2024-03-05\n[[pages]]\nnumber = 1\nfile = "1.txt"\n', "utf-8")
    assert run(folder) == (["created", "created"], [])
    assert shown(BRIDGE) == AS_IMPORTED


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('pictures = "桥.jpg"', "pictures = "),
        ("pictures = [1]", "pictures = "),
        ('pictures = ["../桥.jpg"]', "不在本期的文件夹里"),
    ],
)
def test_a_wrong_list_of_pictures_in_the_manifest_is_refused(folder, line, sentence):
    manifest = f'date = 2024-03-05\n[[pages]]\nnumber = 1\nfile = "1.txt"\n{line}\n'
    (folder / "issue.toml").write_text(manifest, "utf-8")
    with pytest.raises(SourceRefused, match=sentence):
        read_issue(folder)


def test_a_picture_that_the_manifest_names_and_nobody_has_is_named(folder):
    manifest = 'date = 2024-03-05\n[[pages]]\nnumber = 1\nfile = "1.txt"\npictures = ["无.jpg", "1-2.jpg"]\n'
    (folder / "issue.toml").write_text(manifest, "utf-8")
    _outcomes, warnings = run(folder)
    assert any("无.jpg" in warning for warning in warnings)
    assert shown(BRIDGE)[0] == [(1, "1-2.jpg")]


def test_pictures_that_are_not_taken_in_are_named_with_the_reason(folder):
    for name in ("1-3.png", "2-1.jpg", "DSC_0123.JPG", "1-1 副本.jpg"):
        draw(folder / name, 5)
    assert sorted(read_issue(folder).left_out) == [
        "这些图片没有导入，因为所属版面在这里没有文本，或编号与另一张相同：1-3.png、2-1.jpg。",
        "这些图片的名称认不出是本日哪一版，没有导入：1-1 副本.jpg、DSC_0123.JPG。"
        "请照 1-2.jpg 的样子命名，即第 1 版的第二张图。",
    ]


@pytest.mark.parametrize(
    ("stem", "page"),
    [
        *((name, ("1", 1)) for name in ("1-1", "01_1", "1－01", "1版图1", "第一版-1", "第1版 第1张", "头版-1")),
        *(
            (name, ("1", 1))
            for name in ("1-1 新桥通车", "1-1（丁彤 摄）", "1-1新桥", "2024-03-05-1-1", "20240305_01_1")
        ),
        *((name, ("2", 12)) for name in ("第②版 图12", "02 综合新闻-12", "P2-12", "本县日报2024年3月5日二版-12")),
        *((name, ("A04", 2)) for name in ("A04-2", "a04_2", "Ａ０４版图片2")),
        *(
            (name, None)
            for name in ("1", "1-1 副本", "1-1 (1)", "1（1）", "1-123", "图1", "DSC_0123", "2024-03-04-1-1")
        ),
        *((name, None) for name in ("2024-03-04-1-1", "IMG_20240305_1", "微信图片_20240305", "2024-03-05-1", "新桥-1")),
    ],
)
def test_names_of_picture_files(stem, page):
    assert picture_of_file(stem, DAY) == page
