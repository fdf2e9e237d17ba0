"""Split Chinese text into words with jieba."""

import logging
import warnings
from bisect import bisect_left
from collections import defaultdict
from functools import cache
from itertools import pairwise
from math import log
from typing import Any

# Words longer than this do not decide where others end.
LONGEST = 4
# Few dictionary words extend further over an end.
REACH = 3
# Characters on each side that jieba needs to decide which word an ambiguous place belongs to.
CONTEXT = 6
# Ends of places' names. Before them, words that occur less often in the dictionary's texts are names.
PLACE_ENDINGS = ("镇", "乡", "村", "街道", "社区", "县")
RARE = 100
# Common words that the dictionary takes for names of places.
NO_PLACES = frozenset(("城市", "大国", "普京", "青春", "上市", "外国", "美丽", "新春", "英雄"))


def cut(text: str) -> list[str]:
    """The words of `text` in order; joined they are the text again."""
    return _tokenizer().lcut(text)


def cut_by_frequency(text: str) -> list[str]:
    """The words of `text` by the dictionary alone: what it does not know becomes single characters."""
    return _tokenizer().lcut(text, HMM=False)


def without_broken_words(line: str) -> str:
    """加强党建引 领基层治理 -> 加强党建引领基层治理: a headline without the spaces inside words of the dictionary,
    where a printed line ended. The spaces between words stay."""
    joined, *others = line.split(" ")
    for part in others:
        between = joined.rpartition(" ")[2][-CONTEXT:]
        joined += ("" if _is_one_word(between, part[:CONTEXT]) else " ") + part
    return joined


def _is_one_word(before: str, after: str) -> bool:
    """Whether a word begins in one text and ends in the other: 引|领, not 代表|大会, which are words by themselves."""
    place = 0
    for word in cut_by_frequency(before + after):
        if place < len(before) < place + len(word):
            parts = word[: len(before) - place], word[len(before) - place :]
            return not all(len(part) > 1 and _tokenizer().FREQ.get(part) for part in parts)
        place += len(word)
    return False


def words(length: int, least: int) -> list[str]:
    """The dictionary's words of this many characters that occur at least `least` times, rare ones first."""
    found = _of_length(length)
    return found[bisect_left(found, least, key=frequency) :]


@cache
def _of_length(length: int) -> list[str]:
    known = _tokenizer().FREQ
    return sorted((word for word, times in known.items() if times and len(word) == length), key=known.get)


@cache
def tagged(tags: tuple[str, ...], least: int) -> frozenset[str]:
    """The dictionary's words of two characters with one of these tags (a: adjective, n: noun …), of at least this
    frequency."""
    known, by_tag = _tokenizer().FREQ, _by_tag()
    return frozenset(word for tag in tags for word in by_tag[tag] if len(word) == 2 and known[word] >= least)


def phrases() -> list[str]:
    """Idioms and set phrases of four characters, and other such words that are frequent; rare ones first."""
    by_tag = _by_tag()
    idioms = {*by_tag["i"], *by_tag["l"]}
    return [word for word in words(4, 1) if word in idioms or frequency(word) >= 60]


def idioms() -> frozenset[str]:
    """Idioms of four characters."""
    return frozenset(word for word in _by_tag()["i"] if len(word) == 4)


def no_names(length: int, least: int) -> list[str]:
    """The dictionary's words of three or four characters that are not names of people or places, rare ones
    first."""
    names = {word for tag, tagged in _by_tag().items() if tag[:2] in _NAMES for word in tagged}
    return [word for word in words(length, least) if word not in names]


_NAMES = ("nr", "ns", "nt", "nz")


def places_in(text: str) -> list[str]:
    """The names of places among the words of `text`: 句容, 后白镇; now and then also 文明村."""
    known, found, words = _place_names(), [], cut(text)
    for word, following in pairwise([*words, ""]):
        is_rare = len(word) > 1 and frequency(word) < RARE
        if is_rare and following in PLACE_ENDINGS:
            found.append(word + following)  # 茅山 | 镇
        elif word in known or (is_rare and len(word) > 2 and word.endswith(PLACE_ENDINGS)):
            found.append(word)
    return found


@cache
def _place_names() -> frozenset[str]:
    return frozenset(word for word in _by_tag()["ns"] if len(word) > 1) - NO_PLACES


def cut_finely(text: str) -> list[str]:
    """The words of `text`, and the shorter words within long ones."""
    return _tokenizer().lcut_for_search(text)


def keywords(text: str, most: int = 4) -> list[str]:
    """The rarest words of `text`: first names that are not in the dictionary, then its rare words."""
    frequencies = _tokenizer().FREQ
    words = {word for word in cut(text) if len(word) > 1 and word.isalnum() and not word.isnumeric()}
    return sorted(words, key=lambda word: (frequencies.get(word) or 0, word))[:most]


def frequency(word: str) -> int:
    """How often the dictionary's texts have the word; 0 for no word."""
    return _tokenizer().FREQ.get(word) or 0


@cache
def nats_of_characters() -> tuple[dict[str, float], float]:
    """The information of each character that the dictionary has by itself, and of any other."""
    nats = _nats()
    return {word: nats[times or 1] for word, times in _tokenizer().FREQ.items() if len(word) == 1}, nats[1]


def saved_by_joining(characters: str, word: str) -> float:
    """By how much (in nats) a word is likelier than these characters one by one."""
    nats, rarest = nats_of_characters()
    saved = -_nats()[_tokenizer().FREQ.get(word) or 1]
    for char in characters:  # sum() with a generator takes twice as long, for 100,000 words
        saved += nats.get(char, rarest)
    return saved


def saved_by_replacing(before: str, wrong: str, right: str, after: str) -> float:
    """By how much (in nats) `right` makes a short text likelier than `wrong` in the same place."""
    start = _costs(before, [0.0])
    return _costs(before + wrong + after, start)[-1] - _costs(before + right + after, start)[-1]


def _costs(text: str, start: list[float]) -> list[float]:
    """How unlikely the best cut of each beginning of the text into words is: the sum of the words' information. `start`
    has those of its first characters."""
    known, nats = _tokenizer().FREQ, _nats()
    costs = [*start]
    for end in range(len(costs), len(text) + 1):
        best = costs[-1] + nats[known.get(text[end - 1]) or 1]
        for first in range(max(0, end - LONGEST), end - 1):
            times = known.get(text[first:end])
            if times and (cost := costs[first] + nats[times]) < best:
                best = cost
        costs.append(best)
    return costs


@cache
def _nats() -> dict[int, float]:
    """The information of a word by how often the dictionary's texts have it."""
    tokenizer = _tokenizer()
    return {times: log(tokenizer.total) - log(times) for times in {1, *tokenizer.FREQ.values()} if times}


def is_separate(text: str, start: int, end: int) -> bool:
    """Whether no other word overlaps an end of text[start:end]: true for 大学 in 北京大学, not in 重大学科."""
    known = _tokenizer().FREQ
    over_start = (text[first:last] for first in range(max(0, start - REACH), start) for last in range(start + 1, end))
    over_end = (text[first:last] for first in range(start + 1, end) for last in range(end + 1, end + REACH + 1))
    # If no dictionary word extends over an end, jieba is not needed, which takes a hundred times as long.
    if not any(map(known.get, over_start)) and not any(map(known.get, over_end)):
        return True
    last = max(0, start - CONTEXT)
    for word in cut(text[last : end + CONTEXT]):
        first, last = last, last + len(word)
        if first < start < last < end or start < first < end < last:
            return False
    return True


@cache
def _tokenizer() -> Any:
    return _loaded()[0]


@cache
def _by_tag() -> dict[str, list[str]]:
    """The dictionary's words by their tags."""
    return _loaded()[1]


@cache
def _loaded() -> tuple[Any, dict[str, list[str]]]:
    """jieba with its dictionary, read when first used, as it takes a third of a second and 80 MB."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # for invalid escapes in jieba's source
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # jieba's own loader takes twice as long, leaves out the tags, and uses a cache file in the shared temporary folder,
    # which other users could replace.
    known: dict[str, int] = {}
    by_tag = defaultdict(list)
    total = 0
    with tokenizer.get_dict_file() as file:
        for line in file:
            word, times, tag = line.decode("utf-8").split()
            known[word] = int(times)
            total += known[word]
            by_tag[tag].append(word)
    # jieba expects the beginnings of words as well.
    for word in list(known):
        while (word := word[:-1]) and word not in known:
            known[word] = 0
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = known, total, True
    return tokenizer, dict(by_tag)
