"""`check_pictures` makes what is missing, names what is lost and removes what was left."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from articles.editing import Actor
from articles.models import Facsimile, Picture
from articles.pictures.changing import change_picture
from articles.pictures.files import original_name, rendition_name, store_original
from tests.facsimiles.rows import add_pdf
from tests.printed_page.conftest import GOLDEN
from tests.site.rows import printed

from .folders import add, separate, stored

pytestmark = pytest.mark.django_db
TWO_DAYS = 2 * 24 * 60 * 60


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    separate(settings, tmp_path)
    return tmp_path


def check(capsys):
    call_command("check_pictures")
    return capsys.readouterr().out.strip()


def make_old(path):
    os.utime(path, (time.time() - TWO_DAYS,) * 2)


def test_missing_renditions_are_made_again(capsys):
    picture = add()
    before = stored("renditions")
    for name in ("400.webp", "share-50-50.jpg"):
        storages["renditions"].delete(rendition_name(picture, name))
    assert "重做了 1 幅的各种尺寸" in check(capsys)
    assert stored("renditions") == before
    assert Picture.objects.get().renditions == picture.renditions
    assert "重做了 0 幅" in check(capsys)


def test_renditions_are_made_again_for_the_focal_point():
    picture = add()
    picture.focal_x = 20
    change_picture(picture, Actor.command())
    for each in picture.renditions:
        storages["renditions"].delete(rendition_name(picture, each["name"]))
    call_command("check_pictures")
    assert storages["renditions"].exists(rendition_name(picture, "share-20-50.jpg"))


def test_pictures_without_an_original_are_named_and_the_others_still_made():
    river, bridge = add(), add("桥.jpg", seed=2)
    storages["originals"].delete(original_name(river))
    storages["renditions"].delete(rendition_name(bridge, "400.jpg"))
    with pytest.raises(CommandError) as refused:
        call_command("check_pictures")
    assert str(refused.value) == f"河.jpg（{original_name(river)}）：原图不在了，请从备份里放回"
    assert storages["renditions"].exists(rendition_name(bridge, "400.jpg"))


def test_a_damaged_original_makes_no_renditions(folders):
    picture = add()
    file = folders / "originals" / original_name(picture)
    file.write_bytes(bytes(picture.size))
    storages["renditions"].delete(rendition_name(picture, "400.jpg"))
    with pytest.raises(CommandError, match="原图已损坏"):
        call_command("check_pictures")
    assert not storages["renditions"].exists(rendition_name(picture, "400.jpg"))


def test_files_of_killed_uploads_are_removed_after_a_day(folders, capsys):
    picture = add()
    known = stored("originals"), stored("renditions")
    left = {
        "originals": ["ab/" + "ab" * 32 + ".jpg", f"{picture.digest[:2]}/.x.jpg.abcdefgh.part"],
        "renditions": ["ab/" + "ab" * 32 + "/400.webp", rendition_name(picture, ".400.webp.abcdefgh.part")],
    }
    for alias, names in left.items():
        for name in names:
            storages[alias].save(name, ContentFile(b"x"))
    assert "删去 0 个" in check(capsys)
    for path in folders.rglob("*"):
        if path.is_file():
            make_old(path)
    assert "删去 4 个" in check(capsys)
    assert (stored("originals"), stored("renditions")) == known


def test_crops_for_a_former_focal_point_are_removed(folders):
    picture = add()
    picture.focal_x = 20
    change_picture(picture, Actor.command())
    make_old(folders / "renditions" / rendition_name(picture, "share-50-50.jpg"))
    call_command("check_pictures")
    names = stored("renditions")
    assert "share-50-50.jpg" not in names
    assert {"share-20-50.jpg", "400.webp", "1x1-50-50.jpg"} <= set(names)


def test_a_newspaper_without_pictures_has_nothing_to_check(capsys):
    assert check(capsys).startswith("图片 0 幅")


def test_pdfs_of_pages_stay_and_those_only_looked_at_go(folders, capsys):
    page = printed("村里修了新路").placements.get().page
    kept = add_pdf(page, GOLDEN / "sidebar.pdf")
    looked_at = Facsimile(digest="ab" * 32, name="2.pdf", size=3)
    (folders / "2.pdf").write_bytes(b"pdf")
    store_original(looked_at, folders / "2.pdf")
    for name in (original_name(kept), original_name(looked_at)):
        make_old(folders / "originals" / name)
    assert "文件删去 1 个" in check(capsys)
    assert stored("originals") == [f"{kept.digest}.pdf"]
    assert "p1-1000.webp" in stored("renditions")
