import pytest

from articles.text.length import length, length_of_body


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("全县春耕全面展开。", 9),
        ("2023年GDP增长5.2%。", 8),
        ("比分是3:2，WiFi 6来了", 9),
        ("　　空格 不算", 4),
        ("It’s well-known.", 3),
    ],
)
def test_length_is_counted_as_newsrooms_count(text, number):
    assert length(text) == number


def test_marks_that_begin_blocks_are_not_counted():
    assert length_of_body("水清了。\n\n## 河道\n\n图2：清淤现场") == 4 + 2 + 4
