"""Backups have the originals of pictures beside them; renditions are made again after a restore."""

import json
import shutil

import pytest

from tests.commands import manage

pytestmark = pytest.mark.slow

ADD = "from tests.pictures.folders import add_to_a_story; add_to_a_story()"
ADD_ANOTHER = "from tests.pictures.folders import add; add('桥.jpg', seed=3)"
SEEN = """
from django.conf import settings
from django.test import Client
from articles.models import Picture
settings.ALLOWED_HOSTS = ["testserver"]
for picture in Picture.objects.order_by("pk"):
    print(picture, picture.uses.count(), Client().get(f"/pictures/{picture.pk}/400.webp").status_code)
"""


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shell(var_dir, code):
    done = manage(var_dir, "shell", "-v", "0", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a newspaper with two pictures, and its backup."""
    folder = tmp_path_factory.mktemp("pictures")
    assert manage(folder / "paper", "import_seed").returncode == 0
    shell(folder / "paper", ADD)
    (folder / "backups").mkdir()
    backup = manage(folder / "paper", "backup", str(folder / "backups" / "1.backup"))
    assert backup.returncode == 0, backup.stderr
    assert "图片和版面 PDF 共 2 个，其中新增 2 个" in backup.stdout
    return folder


@pytest.fixture
def folder(made, tmp_path):
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def test_a_backup_restores_pictures_and_their_renditions(folder):
    restored = manage(folder / "second", "restore", str(folder / "backups" / "1.backup"))
    assert restored.returncode == 0, restored.stderr
    assert restored.stderr == ""
    assert "重做了 2 幅图片的各种尺寸" in restored.stdout
    assert shell(folder / "second", SEEN) == shell(folder / "paper", SEEN) == ["河.jpg 1 200", "会场.jpg 0 404"]
    assert files(folder / "second" / "pictures") == files(folder / "paper" / "pictures")


def test_a_script_gets_what_was_backed_up_as_json(folder):
    done = manage(folder / "paper", "backup", str(folder / "backups" / "2.backup"), "--json")
    facts = json.loads(done.stdout)
    assert (facts["file"], facts["articles"]) == (str(folder / "backups" / "2.backup"), 7)
    assert facts["bytes"] == (folder / "backups" / "2.backup").stat().st_size
    assert facts["rows"]["articles_picture"] == 2
    assert facts["originals"] == {
        "folder": str(folder / "backups" / "pictures"),
        "all": 2,
        "new": 0,
        "missing": [],
    }


def test_the_next_backup_copies_only_new_pictures(folder):
    shell(folder / "paper", ADD_ANOTHER)
    before = {path: path.stat().st_mtime_ns for path in (folder / "backups" / "pictures").rglob("*.jpg")}
    second = manage(folder / "paper", "backup", str(folder / "backups" / "2.backup"))
    assert "图片和版面 PDF 共 3 个，其中新增 1 个" in second.stdout
    after = {path: path.stat().st_mtime_ns for path in (folder / "backups" / "pictures").rglob("*.jpg")}
    assert len(after) == 3
    assert before.items() <= after.items()
    assert files(folder / "backups" / "pictures") == files(folder / "paper" / "pictures" / "originals")


def test_a_damaged_picture_in_the_backup_replaces_nothing(folder):
    damaged = next((folder / "backups" / "pictures").rglob("*.jpg"))
    damaged.write_bytes(bytes(damaged.stat().st_size))
    refused = manage(folder / "second", "restore", str(folder / "backups" / "1.backup"))
    assert refused.returncode == 1
    assert damaged.name in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert shell(folder / "paper", "from articles.models import Picture; print(Picture.objects.count())") == ["2"]
    damaged.unlink()
    restored = manage(folder / "second", "restore", str(folder / "backups" / "1.backup"))
    assert restored.returncode == 0
    assert "1 个图片" in restored.stderr


def test_a_restore_without_the_folder_of_pictures_says_so(folder):
    shutil.rmtree(folder / "backups" / "pictures")
    restored = manage(folder / "second", "restore", str(folder / "backups" / "1.backup"))
    assert restored.returncode == 0
    assert "2 个图片或版面在那里没有原件" in restored.stderr
    assert "Traceback" not in restored.stderr
    shutil.copytree(folder / "paper" / "pictures" / "originals", folder / "second" / "pictures" / "originals")
    assert manage(folder / "second", "check_pictures").returncode == 0
    assert files(folder / "second" / "pictures") == files(folder / "paper" / "pictures")


def test_a_backup_is_made_even_if_an_original_is_lost(folder):
    next((folder / "paper" / "pictures" / "originals").rglob("*.jpg")).unlink()
    shutil.rmtree(folder / "backups" / "pictures")
    backup = manage(folder / "paper", "backup", str(folder / "backups" / "2.backup"))
    assert backup.returncode == 0
    assert "1 个图片或版面没有原件" in backup.stderr
    assert (folder / "backups" / "2.backup").exists()


def test_only_the_owner_can_read_the_pictures_of_a_backup(folder):
    assert (folder / "backups" / "pictures").stat().st_mode & 0o777 == 0o700
