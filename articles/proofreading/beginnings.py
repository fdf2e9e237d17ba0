"""With which two characters a pattern can begin, so that all patterns are looked for in one pass over the text."""

import re

_SPECIAL = frozenset("()[]{}.*+?|\\^$")
Pairs = set[str]


def beginnings(regex: str) -> Pairs | None:
    """The first two characters of every match; None if they cannot be told, as in [^，]。"""
    found = _sequence(regex)
    return found if found and all(len(one) == 2 for one in found) else None


def _sequence(regex: str) -> Pairs | None:
    """Up to two characters; fewer only if the pattern ends there."""
    current: Pairs = {""}
    while regex and not all(len(one) == 2 for one in current):
        if regex.startswith(("(?<=", "(?<!")):
            regex = regex[_closing(regex) + 1 :]
            continue
        if regex.startswith("(?="):
            # The lookahead decides, because the pattern after it may be shorter.
            ahead = _alternatives(regex[3 : _closing(regex)])
            return {(one + option)[:2] for one in current for option in ahead} if ahead else None
        part = _element(regex)
        if part is None:
            return None
        options, regex = part
        current = {(one + option)[:2] for one in current for option in options}
    return current


def _element(regex: str) -> tuple[Pairs, str] | None:
    """What the first element of the pattern can begin with, and the rest of the pattern."""
    if regex.startswith("["):
        end = regex.index("]")
        if regex[1] == "^" or "-" in regex[1:end] or "\\" in regex[1:end]:
            return None
        options: Pairs | None = set(regex[1:end])
    elif regex.startswith("("):
        end = _closing(regex)
        if regex.startswith(("(?=", "(?!", "(?m")):
            return None
        options = _alternatives(regex[1:end].removeprefix("?:"))
    elif regex[0] in _SPECIAL:
        return None
    else:
        end, options = 0, {regex[0]}
    rest = regex[end + 1 :]
    if options is None or rest[:1] in tuple("*+{"):
        return None
    return (options | {""}, rest[1:]) if rest[:1] == "?" else (options, rest)


def _alternatives(inner: str) -> Pairs | None:
    found: Pairs = set()
    for alternative in _split(inner):
        options = _sequence(alternative)
        if options is None:
            return None
        found |= options
    return found


def _closing(regex: str) -> int:
    """Where the bracket that opens the pattern is closed."""
    depth, in_class = 0, False
    for i, char in enumerate(regex):
        if char == "[" or char == "]":
            in_class = char == "["
        elif not in_class and char in "()" and regex[i - 1 : i] != "\\":
            depth += 1 if char == "(" else -1
            if depth == 0:
                return i
    raise re.error(f"unbalanced bracket in {regex}")


def _split(inner: str) -> list[str]:
    """At the bars that are in no bracket."""
    parts, depth = [""], 0
    for char in inner:
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts
