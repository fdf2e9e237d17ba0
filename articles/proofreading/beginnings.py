"""With which two characters a pattern can begin, so that all patterns are looked for in one pass over the text."""

import re

_SPECIAL = frozenset("()[]{}.*+?|\\^$")
_DIGITS = "0123456789０１２３４５６７８９"
# Stands for a character that can be any.
_ANY = "\0"
Pairs = set[str]


def beginnings(regex: str) -> Pairs | None:
    """The first two characters of every match; None if they cannot be told, as in [^，]。"""
    found = _sequence(regex)
    return found if all(len(one) == 2 and _ANY not in one for one in found) else None


def _sequence(regex: str) -> Pairs:
    """Up to two characters; fewer only if the pattern ends there."""
    current: Pairs = {""}
    while regex and not all(len(one) == 2 or _ANY in one for one in current):
        if regex.startswith(("(?<=", "(?<!", "(?!")):
            regex = regex[_closing(regex) + 1 :]
        elif regex.startswith("(?="):
            # The lookahead decides, because the pattern after it may be shorter.
            return _followed(current, _alternatives(regex[3 : _closing(regex)]))
        else:
            options, regex = _element(regex)
            current = _followed(current, options)
    return current


def _followed(current: Pairs, options: Pairs) -> Pairs:
    return {one if _ANY in one else (one + option)[:2] for one in current for option in options}


def _element(regex: str) -> tuple[Pairs, str]:
    """What the first element of the pattern can begin with, and the rest of the pattern."""
    end, options = 0, {regex[0]}
    if regex.startswith("["):
        end = regex.index("]")
        within = regex[1:end].replace("\\d", _DIGITS)
        options = {_ANY} if within[0] == "^" or "-" in within or "\\" in within else set(within)
    elif regex.startswith("\\d"):
        end, options = 1, set(_DIGITS)
    elif regex.startswith("(") and not regex.startswith("(?m"):
        end = _closing(regex)
        options = _alternatives(regex[1:end].removeprefix("?:"))
    elif regex[0] in _SPECIAL:
        return {_ANY}, ""
    element, rest = regex[: end + 1], regex[end + 1 :]
    if rest[:1] == "?":
        return options | {""}, rest[1:]
    if rest[:1] in ("+", "*", "{"):
        # The second character can come from the same element again.
        optional = rest.startswith(("*", "{0"))
        after = rest[1:] if rest[0] != "{" else rest[rest.index("}") + 1 :]
        return options | ({""} if optional else set()), f"{element}?{after.removeprefix('?')}"
    return options, rest


def _alternatives(inner: str) -> Pairs:
    return set().union(*map(_sequence, _split(inner)))


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
