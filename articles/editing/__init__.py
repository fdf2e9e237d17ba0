"""What may be done to a story, by whom, and what is written down of it.

The desk and the API both go through these functions, so that there is one set of rules:

    with changing(pk, by, why="typo") as article: ...        a change kept as a revision
    begin_draft(article, by) · keep_draft                     a story of one's own
    sign_off(pk, by) · reopen · withdraw · restore            its way to the reader and back
    publish_correction(correction, by)                        what was wrong, beside the story
    split · merge_with_next · move_block · turn_block · join · undo
    make_token(by, user, purpose) · revoke_token(by, token)   for programmes of the newsroom
    record(by, Action.IMPORTED, subject)                      a line in the log

Each takes the Actor who does it, raises Refused with a sentence for that person, and then has changed nothing.
"""

from .actors import Actor, Forbidden, Refused, Stale, require
from .changes import Change, begin, changing, why_not_change
from .corrections import publish_correction
from .differences import Passage, Piece, differences
from .drafts import begin_draft, keep_draft
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
from .tokens import make_token, revoke_token
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
    "begin_draft",
    "changing",
    "differences",
    "join",
    "keep_draft",
    "make_token",
    "may_change",
    "merge_with_next",
    "move_block",
    "neighbours",
    "next_stage",
    "publish_correction",
    "record",
    "reopen",
    "require",
    "restore",
    "restore_revision",
    "revoke_token",
    "sign_off",
    "split",
    "turn_block",
    "turn_into_byline",
    "undo",
    "why_not_change",
    "why_not_sign",
    "why_not_undo",
    "withdraw",
    "write_byline",
]
