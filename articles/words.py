"""Chinese words, cut by jieba.

jieba takes half a second and 70 MB to load, so it is loaded at the first word wanted and never before. Its own loader
reads and writes a cache of fixed name in the shared temporary folder, which any other user of the machine could plant
(and which saves no time); the dictionary is therefore filled here, without that cache.
"""

import logging
import warnings
from functools import cache


def cut(text: str) -> list[str]:
    """The words of `text` in order, as jieba cuts them; together they are the text again."""
    return _tokenizer().lcut(text)


def cut_finely(text: str) -> list[str]:
    """The words of `text`, long ones also as the shorter words they hold."""
    return _tokenizer().lcut_for_search(text)


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
