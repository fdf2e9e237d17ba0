"""What may be done to a story, by whom, and what is written down of it.

The desk and the API both go through these functions, so that there is one set of rules:

    with changing(pk, by, why="typo") as article: ...        a change kept as a revision
    sign_off(pk, by) · reopen · withdraw · restore            its way to the reader and back
    split · merge_with_next · move_block · turn_block · join · undo
    record(by, Action.IMPORTED, subject)                      a line in the log

Each takes the Actor who does it, raises Refused with a sentence for that person, and then has changed nothing.
"""

from .actors import Actor, Forbidden, Refused, Stale, require
from .changes import Change, begin, changing, keep_new
from .differences import Passage, Piece, differences
from .log import record
from .rearranging import undo, why_not_undo
from .review import StageState, approval, may_change, next_stage, reopen, sign_off, why_not_sign
from .revisions import restore_revision
from .snapshots import TEXTS, as_lines, write_byline
from .steps import (
    KINDS,
    join,
    merge_with_next,
    move_block,
    neighbours,
    split,
    turn_block,
    turn_into_byline,
)
from .withdrawal import restore, withdraw

__all__ = [
    "KINDS",
    "TEXTS",
    "Actor",
    "Change",
    "Forbidden",
    "Passage",
    "Piece",
    "Refused",
    "StageState",
    "Stale",
    "approval",
    "as_lines",
    "begin",
    "changing",
    "differences",
    "join",
    "keep_new",
    "may_change",
    "merge_with_next",
    "move_block",
    "neighbours",
    "next_stage",
    "record",
    "reopen",
    "require",
    "restore",
    "restore_revision",
    "sign_off",
    "split",
    "turn_block",
    "turn_into_byline",
    "undo",
    "why_not_sign",
    "why_not_undo",
    "withdraw",
    "write_byline",
]
