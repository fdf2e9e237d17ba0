"""Backups have the PDFs of pages beside them; the images are made again after a restore."""

import shutil

import pytest

from tests.commands import manage
from tests.importing.set_pages import front, second, write_whole

pytestmark = pytest.mark.slow


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def done(var_dir, *command):
    result = manage(var_dir, *map(str, command))
    assert result.returncode == 0, result.stderr
    return result


def test_a_backup_restores_the_pdfs_of_pages_and_their_images(tmp_path):
    issue = tmp_path / "2024-03-05"
    issue.mkdir()
    write_whole([front()[0], second()[0]], issue / "issue.pdf")
    done(tmp_path / "paper", "import_issue", issue)
    (tmp_path / "backups").mkdir()
    backup = done(tmp_path / "paper", "backup", tmp_path / "backups" / "1.backup")
    assert "图片和版面 PDF 共 3 个，其中新增 3 个" in backup.stdout
    restored = done(tmp_path / "second", "restore", tmp_path / "backups" / "1.backup")
    assert restored.stderr == ""
    paper, second_paper = files(tmp_path / "paper" / "pictures"), files(tmp_path / "second" / "pictures")
    assert second_paper.keys() == paper.keys()
    # A PDF of one page, made for readers, has the time of its making in it.
    assert [path for path in paper if paper[path] != second_paper[path] and path.suffix != ".pdf"] == []
    assert all(paper[path] == second_paper[path] for path in paper if path.parts[0] == "originals")
    assert sum(path.name == "p2-1000.webp" for path in second_paper) == 1
    # Without the folder beside the backup, the PDF is named, and nothing else is lost.
    shutil.rmtree(tmp_path / "backups" / "pictures")
    without = done(tmp_path / "third", "restore", tmp_path / "backups" / "1.backup")
    assert "3 个图片或版面在那里没有原件" in without.stderr
    assert "Traceback" not in without.stderr
