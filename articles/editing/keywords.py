"""The keywords that an editor chooses for a story; the related stories are found by them."""

import re

from django.utils.translation import gettext as _

from articles.search import folding

from .actors import Refused

MOST, SHORTEST, LONGEST = 8, 2, 20
BETWEEN = re.compile(r"[\s、，,；;#]+")


def read_keywords(typed: str) -> str:
    """The words typed, each once, with a space between them. Raises Refused for words that no search can find, and for
    single characters, which are in too many stories."""
    words = list(dict.fromkeys(filter(None, BETWEEN.split(typed))))
    if len(words) > MOST:
        raise Refused(_("At most %(number)d keywords are used. Keep the most important ones.") % {"number": MOST})
    for word in words:
        if not SHORTEST <= len("".join(folding.runs(word))) <= LONGEST:
            sentence = _("“%(word)s” does not do as a keyword: it needs %(least)d to %(most)d characters.")
            raise Refused(sentence % {"word": word, "least": SHORTEST, "most": LONGEST})
    return " ".join(words)
