"""The table of all patterns, each with the printed line it was made for."""

import re

from articles.text.characters import HAN
from articles.text.traditional import SIMPLIFIED, TRADITIONAL

from .headings import HEADINGS
from .pages import PAGES
from .people import PEOPLE
from .texts import TEXTS

_traditional: dict[str, str] = {}
for _one, _other in zip(TRADITIONAL, SIMPLIFIED, strict=True):
    _traditional[_other] = _traditional.get(_other, "") + _one
_in_class = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|(?P<han>[一-龥])", re.DOTALL)


def _in_either_script(source: str) -> str:
    """The pattern with 报 as [报報], and 一-龥 as all Han characters: rare ones occur in names."""

    def widened(match: re.Match[str]) -> str:
        if han := match["han"]:
            return f"[{han}{_traditional[han]}]" if han in _traditional else han
        return "".join(char + _traditional.get(char, "") for char in match[0]) if match[0][0] == "[" else match[0]

    return _in_class.sub(widened, source).replace("一-龥", HAN)


class _Patterns(dict[str, re.Pattern[str]]):
    """Compiles a pattern when it is first used: all of them would delay the start of every process."""

    def __missing__(self, name: str) -> re.Pattern[str]:
        self[name] = re.compile(_in_either_script(_sources[name]), re.VERBOSE)
        return self[name]


_sources = PAGES | PEOPLE | HEADINGS | TEXTS
PATTERNS = _Patterns()
