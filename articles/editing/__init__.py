"""What may be done to a story, by whom, and how it is recorded. The desk and the API share these functions:

    with changing(pk, actor, why="typo") as change: ...             a change, kept as a revision
    begin_draft(article, actor) · keep_draft                        a new story
    submit(pk, actor) · spike · unspike · leave_note                a story being written, or not to be printed
    sign_off(pk, actor) · reopen · withdraw · restore               publishing and unpublishing
    sign_page(pk, actor) · sign_pages                               whole pages that were already printed
    discard(pk, actor) · rebase                                     a pending change of a public story
    publish_correction(correction, actor) · amend_correction        a notice of what was wrong
    change_issue(issue, actor) · change_page · change_name          dates, numbers and names that readers see
    merge_rows(stays, others, actor) · join_pen_names               one author or section under two names
    known_authors(names) · authors_for(names) · add_authors(names, actor)     the people of a byline
    claim_name(actor)                                               the name in bylines of the actor's account
    order_sections(keys, actor)                                     the order of the paper's sections
    add_person(actor, …) · change_person · renew_password · end_access · return_access · unlock     accounts
    split · merge_with_next · move_block · turn_block · join · undo
    settle(pk, actor, problem)                                      the parser's doubts
    doubts_of(article) · mend(pk, actor, version, key) · dismiss     proofreading
    keep_report(article, text) · close_report(report, actor)        what a reader found wrong
    make_preview(actor, article) · revoke_previews(actor, article)  links for readers without an account
    make_token(actor, user, purpose) · revoke_token(actor, token)   for the newsroom's programs
    record(actor, Action.IMPORTED, subject)                         a line in the log

Each takes the Actor; when it raises Refused, with a sentence for that person, it has changed nothing. The functions
why_not_…() return such a sentence, or "" if the action is allowed.
"""

from .accounts import account_subject, make_token, revoke_token, revoke_tokens_of
from .actors import Actor, Forbidden, Refused, Stale, record, require
from .changes import (
    Change,
    begin,
    begin_draft,
    changing,
    keep_draft,
    restore_revision,
    why_not_at,
    why_not_by_role,
    why_not_change,
)
from .comparing import ComparedField, compared, pictures_compared
from .differences import Passage, Piece, differences
from .drafts import leave_note, spike, submit, unspike, why_not_spike, why_not_submit
from .keywords import read_keywords
from .names import (
    add_authors,
    authors_for,
    change_issue,
    change_name,
    change_page,
    join_pen_names,
    known_authors,
    merge_rows,
    why_not_rename,
)
from .own_names import claim_name, own_name, why_not_claim
from .page_signing import PageReview, StalePage, StoryOnPage, review_page, sign_page, sign_pages
from .pending import as_seen, is_stale, propose_text, seen_version, step_of, waits
from .pending_steps import carrier_of
from .people import (
    add_person,
    change_person,
    end_access,
    locked_names,
    renew_password,
    return_access,
    roles_for,
    unlock,
    why_not_manage,
    why_not_name,
    why_not_own,
)
from .previews import make_preview, revoke_previews
from .problems import settle
from .proofreading import Doubt, dismiss, doubts_of, mend, open_doubts
from .rearranging import undo, why_not_undo
from .reports import close_report, delete_expired_reports, keep_report
from .review import (
    StageState,
    approval,
    discard,
    may_change,
    may_return,
    next_stage,
    rebase,
    reopen,
    review_queue,
    sign_off,
    signers_of,
    why_not_sign,
    without_signer,
)
from .sections import made_slug, moved, order_sections, settle_section_doubt, why_not_in_section
from .snapshots import TEXTS, differing, write_byline
from .steps import KINDS, join, merge_with_next, move_block, neighbours, split, turn_block, turn_into_byline
from .withdrawal import (
    amend_correction,
    any_was_public,
    changed_in_public,
    publish_correction,
    restore,
    was_ever_public,
    why_not_correct,
    withdraw,
)
