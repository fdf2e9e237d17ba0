"""Where the pictures of a story stand."""

from collections.abc import Iterable

from articles.models import PictureUse
from articles.text.body import Block


def laid_out(
    blocks: list[Block], uses: Iterable[PictureUse]
) -> tuple[list[tuple[Block, PictureUse | None]], list[PictureUse]]:
    """([(block, the use of the picture that stands there, or None), …], the uses that stand above the text). A use in
    the text gets the block as its caption. Pictures without files, after a restore, stand nowhere yet."""
    by_number = {use.number: use for use in uses if use.picture.renditions}
    parts = []
    for block in blocks:
        # A second block of the same number is only text.
        if use := by_number.pop(block.picture or 0, None):
            use.caption = block.text
        parts.append((block, use))
    return parts, list(by_number.values())
