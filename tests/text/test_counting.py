import pytest

from articles.text.body import blocks
from articles.text.counting import number_in_blocks, number_of_characters


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (" \n\u3000\u200b\t", 0),
        ("今天下雨", 4),
        ("今天，下雨。", 6),
        ("全县春耕全面展开。", 9),
        ("“下雨了”——他说……", 11),
        ("今天\n\n下雨\u3000了", 5),
        ("增长3.5%", 3),
        ("GDP达1,200亿元", 5),
        ("2023年GDP增长5.2%。", 7),
        ("比分是3:2，WiFi 6来了", 9),
        ("COVID-19", 1),
        ("It’s well-known.", 4),
        ("WeChat Pay", 2),
        ("Hello, world", 2),
        ("你好,世界", 5),
        ("张三·李四", 5),
        ("①种地②养鱼", 6),
        ("２０２６年", 5),
        ("气温30℃", 4),
        ("𠮷野家、〇", 5),
        ("ひらがな", 4),
        ("\u200b今\u200b天", 2),
    ],
)
def test_characters_are_counted_as_word_counts_them(text, number):
    assert number_of_characters(text) == number


def test_the_marks_of_a_body_are_not_counted():
    body = "第一段。\n\n## 小标题\n\n图2：李明摄\n\n图：老街\n\n末段3.5元。"
    assert number_in_blocks(blocks(body)) == 4 + 3 + 3 + 2 + 5


def test_lines_of_one_paragraph_are_counted_as_if_joined():
    body = "The annual report of the county, which is very long, end-\ning here"
    assert number_in_blocks(blocks(body)) == 12
