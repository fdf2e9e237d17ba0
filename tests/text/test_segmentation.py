"""Word segmentation with jieba."""

import subprocess
import sys

import pytest
from django.conf import settings

from articles.text import segmentation


def test_cut_splits_a_sentence_into_words():
    cut = segmentation.cut("水利局开展河湖保护整治行动")
    assert cut == ["水利局", "开展", "河湖", "保护", "整治", "行动"]
    assert "".join(cut) == "水利局开展河湖保护整治行动"


def test_cut_finely_includes_words_within_long_words():
    assert {"民主党派", "民主", "党派"} <= set(segmentation.cut_finely("民主党派"))


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("加强党建引 领基层治理", "加强党建引领基层治理"),
        ("8国常驻代 表和主要外交官访 华", "8国常驻代表和主要外交官访华"),
        ("传统红酸汤 焕发 新生机", "传统红酸汤 焕发 新生机"),
        ("省人大代表 大会间隙谈履职", "省人大代表 大会间隙谈履职"),
        ("柳溪镇清理河道", "柳溪镇清理河道"),
    ],
)
def test_a_line_end_inside_a_word_leaves_no_space(printed, read):
    assert segmentation.without_broken_words(printed) == read


def test_startup_does_not_load_jieba():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django, sys; django.setup(); import newsroom.urls; print('jieba' in sys.modules)",
        ],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "newsroom.settings", "DJANGO_SECRET_KEY": "for this test", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"
