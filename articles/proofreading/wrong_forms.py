"""Words as they are miswritten, found in a text by their rarest two characters."""

from collections.abc import Callable, Iterator
from functools import cached_property

from articles.text import segmentation

from .model import Text
from .places import looked_for


class WrongForms:
    """`rights` gives the right word for each wrong form; it is called when a text is first read."""

    def __init__(self, rights: Callable[[], dict[str, str]]):
        self._rights = rights
        self._number = looked_for(lambda: self._by_pair)

    def found_in(self, text: Text) -> Iterator[tuple[int, str, str]]:
        """The place of each wrong form, the form and the right word; of forms with the same rarest pair the longest
        first."""
        value, rights, by_pair = text.value, self.rights, self._by_pair
        for seen in text.places[self._number]:
            for before, length in _WAYS_OF[by_pair[text.pairs[seen]]]:
                place = seen - before
                wrong = value[max(place, 0) : place + length]
                if right := rights.get(wrong):
                    yield place, wrong, right

    @cached_property
    def rights(self) -> dict[str, str]:
        return self._rights()

    @cached_property
    def _by_pair(self) -> dict[str, int]:
        """For each pair the ways in which it stands in forms, each a bit of WAYS: with so many pairs, sets would take a
        third of a second."""
        frequency = segmentation.frequency
        found: dict[str, int] = {}
        for wrong in self.rights:
            length, place, rarest = len(wrong), 0, wrong[:2]
            if length > 2 and (least := frequency(rarest)):
                for i in range(1, length - 1):
                    if (known := frequency(wrong[i : i + 2])) < least:
                        place, rarest, least = i, wrong[i : i + 2], known
            found[rarest] = found.get(rarest, 0) | _BITS[place, length]
        return found


# How many characters of a form stand before its rarest pair, and its length.
WAYS = [(before, length) for length in (4, 3, 2) for before in range(length - 1)]
_BITS = {way: 1 << i for i, way in enumerate(WAYS)}
_WAYS_OF = [[way for way in WAYS if _BITS[way] & bits] for bits in range(1 << len(WAYS))]
