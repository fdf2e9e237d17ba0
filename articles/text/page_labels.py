"""Labels of printed pages: 2, 02, A04."""


def name_same_page(label: str, other: str) -> bool:
    """Whether two labels name one page: 2 and 02, A2 and A02."""
    (letter, number), (other_letter, other_number) = _parts(label), _parts(other)
    return letter == other_letter and number == other_number


def _parts(label: str) -> tuple[str, str]:
    letter = label[:1] if label[:1].isalpha() else ""
    return letter, label.removeprefix(letter).lstrip("0")
