"""The guess of a story's section, and its reason."""

from dataclasses import dataclass

from articles.text.classification import guess_section


@dataclass
class Section:
    name: str
    keyword_list: list[str]


WATER = Section("生态环境", ["河道", "污染", "人居环境"])
SCHOOL = Section("教育", ["学校", "大学", "教师"])
GENERAL = Section("综合", [])


def guessed(headline, body):
    return guess_section(headline, body, [WATER, SCHOOL, GENERAL])


def test_section_with_the_highest_score_and_its_words():
    guess = guessed("", "学校旁的河道正在清淤，河道两岸的学校师生参加了河道保洁。")
    assert guess.section is WATER
    assert guess.as_reason() == {"score": 3, "headline": {}, "body": {"河道": 3}}


def test_headline_word_outweighs_body_words():
    guess = guessed("学校开展暑期安全教育", "防溺水宣讲员提醒孩子们远离河道，河道水深流急。")
    assert guess.section is SCHOOL
    assert guess.as_reason() == {"score": 5, "headline": {"学校": 1}, "body": {}}


def test_keyword_overlapping_another_word_does_not_count():
    assert guessed("", "该市重大学科平台建设提速，三个重大学科入选，重大学科带头人到岗。").section is None


def test_keyword_of_several_words_counts():
    assert guessed("人居环境整治见成效", "").as_reason()["headline"] == {"人居环境": 1}


def test_repeated_word_does_not_decide_alone():
    assert guessed("", "河道，" * 50 + "学校、教师、学校、教师").section is SCHOOL


def test_single_mention_is_not_a_subject():
    assert guessed("", "他家门前的河道边种着两棵柳树。").section is None


def test_first_section_wins_a_tie():
    assert guessed("学校河道", "").section is WATER


def test_no_guess_without_sections():
    assert guess_section("学校", "学校", []).section is None
