"""What may be done to a story, by whom, and what is written down of it.

The desk and the API both go through these functions, so that there is one set of rules:

    with changing(pk, by, why="typo") as article: ...        a change kept as a revision
    begin_draft(article, by) · keep_draft                     a story of one's own
    sign_off(pk, by) · reopen · withdraw · restore            its way to the reader and back
    sign_page(pk, by)                                         a whole page that was printed already
    discard(pk, by) · rebase                                  a change of a public story that waits to be signed off
    publish_correction(correction, by)                        what was wrong, beside the story
    change_issue(issue, by) · change_page · change_name       dates, numbers and names that readers see
    merge_authors(stays, others, by)                          one person under two names
    split · merge_with_next · move_block · turn_block · join · undo
    make_preview(by, article) · revoke_previews(by, article)  links for readers without an account
    make_token(by, user, purpose) · revoke_token(by, token)   for programmes of the newsroom
    record(by, Action.IMPORTED, subject)                      a line in the log

Each takes the Actor who does it, raises Refused with a sentence for that person, and then has changed nothing.
"""

from .accounts import revoke_tokens_of
from .actors import Actor, Forbidden, Refused, Stale, require
from .changes import Change, begin, changing, why_not_at, why_not_change
from .corrections import publish_correction, why_not_correct
from .deletion import any_was_public, was_ever_public
from .differences import Passage, Piece, differences
from .drafts import begin_draft, keep_draft
from .log import record
from .names import change_name, merge_authors, why_not_rename
from .page_signing import PageReview, StalePage, StoryOnPage, review_page, sign_page
from .pending import as_seen, is_stale, propose_text, seen_version, step_of, waits
from .pending_steps import carrier_of, texts_of_step
from .previews import make_preview, revoke_previews
from .printed import change_issue, change_page
from .rearranging import undo, why_not_undo
from .review import (
    StageState,
    approval,
    discard,
    may_change,
    next_stage,
    rebase,
    reopen,
    sign_off,
    why_not_sign,
)
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
    "PageReview",
    "Passage",
    "Piece",
    "Refused",
    "StageState",
    "Stale",
    "StalePage",
    "StoryOnPage",
    "any_was_public",
    "approval",
    "as_lines",
    "as_seen",
    "begin",
    "begin_draft",
    "carrier_of",
    "change_issue",
    "change_name",
    "change_page",
    "changing",
    "differences",
    "discard",
    "is_stale",
    "join",
    "keep_draft",
    "make_preview",
    "make_token",
    "may_change",
    "merge_authors",
    "merge_with_next",
    "move_block",
    "neighbours",
    "next_stage",
    "propose_text",
    "publish_correction",
    "rebase",
    "record",
    "reopen",
    "require",
    "restore",
    "restore_revision",
    "review_page",
    "revoke_previews",
    "revoke_token",
    "revoke_tokens_of",
    "seen_version",
    "sign_off",
    "sign_page",
    "split",
    "step_of",
    "texts_of_step",
    "turn_block",
    "turn_into_byline",
    "undo",
    "waits",
    "was_ever_public",
    "why_not_at",
    "why_not_change",
    "why_not_correct",
    "why_not_rename",
    "why_not_sign",
    "why_not_undo",
    "withdraw",
    "write_byline",
]
