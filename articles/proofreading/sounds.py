"""Which characters sound alike, for names and words that were typed by their sound."""

import re
from functools import cache

from .patterns import written

# Sounds that many speakers, and so input methods, do not tell apart.
_ALIKE = (("^zh", "z"), ("^ch", "c"), ("^sh", "s"), ("(?<=[ie])ng$", "n"), ("(?<=a)ng$", "n"))


@cache
def _sounds() -> dict[str, str]:
    """The sound of each character, with sounds that are alike as one."""
    sounds = {}
    for line in written("sounds.txt"):
        sound, characters = line.split()
        for pattern, same in _ALIKE:
            sound = re.sub(pattern, same, sound)
        sounds.update(dict.fromkeys(characters, sound))
    return sounds


def sound_alike(one: str, other: str) -> bool:
    known = _sounds()
    return len(one) == len(other) and all(
        a == b or (known.get(a) is not None and known.get(a) == known.get(b)) for a, b in zip(one, other, strict=True)
    )


def key(text: str) -> str:
    """Equal for texts that sound alike."""
    known = _sounds()
    return " ".join(known.get(char, char) for char in text)
