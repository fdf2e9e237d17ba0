"""`manage.py proofread`: the doubts about a page's stories, before it is imported."""

import pytest
from django.core.management import CommandError, call_command

PAGE = """河道清理工作提前完成

本报讯（记者 曹璐） 全县河道清理工作以经完成。水面干净了，岸边也干净了。

社区食堂开张

每天中午，老人们来到食堂吃饭，菜品每周更换。
"""


def test_each_doubt_is_shown_with_its_place_and_reason(tmp_path, capsys):
    page = tmp_path / "2.txt"
    page.write_text(PAGE, "utf-8")
    call_command("proofread", str(page))
    assert capsys.readouterr().out.splitlines() == [
        "河道清理工作提前完成",
        "  ? 河道清理工作【以→已】经完成。水面  可能与形近或音近的词用混了。",
        "共 2 篇稿件，1 处疑点",
    ]


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="没有"):
        call_command("proofread", str(tmp_path / "9.txt"))
