"""Words as they are miswritten, found in a text by their rarest two characters."""

from collections import defaultdict
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
            for before, length in by_pair[text.pairs[seen]]:
                place = seen - before
                wrong = value[max(place, 0) : place + length]
                if right := rights.get(wrong):
                    yield place, wrong, right

    @cached_property
    def rights(self) -> dict[str, str]:
        return self._rights()

    @cached_property
    def _by_pair(self) -> dict[str, list[tuple[int, int]]]:
        """How many characters of the form stand before the pair, and its length."""
        found: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for wrong in self.rights:
            pairs = [wrong[i : i + 2] for i in range(len(wrong) - 1)]
            rarest = min(pairs, key=segmentation.frequency) if len(pairs) > 1 else wrong
            found[rarest].add((pairs.index(rarest), len(wrong)))
        return {pair: sorted(ways, key=lambda way: -way[1]) for pair, ways in found.items()}
