"""Which section a story belongs to, and why."""

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


def test_the_section_whose_words_weigh_most_wins_and_says_which_words():
    guess = guessed("", "学校旁的河道正在清淤，河道两岸的学校师生参加了河道保洁。")
    assert guess.section is WATER
    assert guess.as_reason() == {"score": 3, "headline": {}, "body": {"河道": 3}}


def test_one_word_in_the_headline_outweighs_passing_words_in_the_body():
    guess = guessed("学校开展暑期安全教育", "防溺水宣讲员提醒孩子们远离河道，河道水深流急。")
    assert guess.section is SCHOOL
    assert guess.as_reason() == {"score": 5, "headline": {"学校": 1}, "body": {}}


def test_a_keyword_inside_another_word_does_not_count():
    assert guessed("", "该市重大学科平台建设提速，三个重大学科入选，重大学科带头人到岗。").section is None


def test_a_keyword_of_several_words_counts_where_they_stand_together():
    assert guessed("人居环境整治见成效", "").as_reason()["headline"] == {"人居环境": 1}


def test_a_word_repeated_without_end_does_not_decide_alone():
    assert guessed("", "河道，" * 50 + "学校、教师、学校、教师").section is SCHOOL


def test_one_passing_mention_is_no_subject():
    assert guessed("", "他家门前的河道边种着两棵柳树。").section is None


def test_of_sections_that_weigh_the_same_the_first_is_taken():
    assert guessed("学校河道", "").section is WATER


def test_a_paper_without_sections_gets_no_guess():
    assert guess_section("学校", "学校", []).section is None
