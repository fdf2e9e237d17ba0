"""Classes of words, by the dictionary and data/lists.txt: verbs, verbs that are nouns as well, things, qualities."""

from functools import cache

from articles.text import segmentation

from .lists import words_of

VERBS_AS_WELL = frozenset(words_of("verb_as_well"))
VERBS_OF_ONE = frozenset(words_of("verb_of_one"))
QUALITIES_OF_ONE = frozenset(words_of("quality_of_one"))


@cache
def verbs() -> frozenset[str]:
    return segmentation.tagged(("v", "vd"), 20).union(words_of("verb_too")) - VERBS_AS_WELL


@cache
def nouns_as_well() -> frozenset[str]:
    return segmentation.tagged(("vn",), 20) | VERBS_AS_WELL | frozenset({"组织", "报道"})


@cache
def qualities() -> frozenset[str]:
    return segmentation.tagged(("a", "z", "an"), 3) | frozenset(words_of("quality"))


@cache
def things() -> frozenset[str]:
    return segmentation.tagged(("n", "ns", "s"), 3).union(words_of("thing_too")) - VERBS_AS_WELL
