"""Chinese words, cut by jieba.

jieba takes half a second and 70 MB to load, so it is loaded at the first word wanted and never before. Its own loader
reads and writes a cache of fixed name in the shared temporary folder, which any other user of the machine could plant
(and which saves no time); the dictionary is therefore filled here, without that cache.
"""

import logging
import warnings
from functools import cache

# Few dictionary words are longer on either side of a cut.
REACH = 3
# Enough text around a doubtful place for jieba to see what it belongs to.
SURROUNDINGS = 6


def cut(text: str) -> list[str]:
    """The words of `text` in order, as jieba cuts them; together they are the text again."""
    return _tokenizer().lcut(text)


def cut_finely(text: str) -> list[str]:
    """The words of `text`, long ones also as the shorter words they hold."""
    return _tokenizer().lcut_for_search(text)


def keywords(text: str, most: int = 4) -> list[str]:
    """The rarest words of `text`, the rarest first: names the dictionary does not know, then what it seldom met."""
    known = _tokenizer().FREQ
    found = {word for word in cut(text) if len(word) > 1 and word.isalnum() and not word.isnumeric()}
    return sorted(found, key=lambda word: (known.get(word) or 0, word))[:most]


def stands_whole(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] stands in no other word with one foot: 大学 in 读大学 or 北京大学, not in 重大学科.

    Where no dictionary word reaches over either end this is certain at once; else the surroundings are cut, which
    takes a hundred times as long.
    """
    known = _tokenizer().FREQ
    over_start = (text[first:last] for first in range(max(0, start - REACH), start) for last in range(start + 1, end))
    over_end = (text[first:last] for first in range(start + 1, end) for last in range(end + 1, end + REACH + 1))
    if not any(map(known.get, over_start)) and not any(map(known.get, over_end)):
        return True
    last = max(0, start - SURROUNDINGS)
    for word in cut(text[last : end + SURROUNDINGS]):
        first, last = last, last + len(word)
        if first < start < last < end or start < first < end < last:
            return False
    return True


@cache
def _tokenizer():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's source has escapes that newer Pythons warn of
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
