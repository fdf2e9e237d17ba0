"""字数, as newsrooms count: each Chinese character and each mark is one, each word and each number in digits is one."""

import re

from .body import blocks

# desk.js has the same pattern, for what is being typed.
_counted = re.compile(r"[A-Za-z0-9]+(?:[.,:'’/-][A-Za-z0-9]+)*|\S")


def length(text: str) -> int:
    """2023年GDP增长5.2%。 has eight: 2023, 年, GDP, 增, 长, 5.2, % and 。"""
    return sum(1 for _ in _counted.finditer(text))


def length_of_body(body: str) -> int:
    """With subheads and captions, without the marks that begin them."""
    return sum(length(block.text) for block in blocks(body))
