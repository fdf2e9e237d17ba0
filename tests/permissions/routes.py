"""Every address of the program, and who may open it. A route that no line here reaches fails the tests.

To add one, write its address below, with {pk}, {author}, {word}, {day}, {number}, {page}, {issue}, {problem},
{correction} and {picture} for a story's values (world.py):
- READERS: for everybody. The tests check that it reveals nothing hidden.
- DESK, or BY_TOKEN for the API: with the roles that may open it. All others are refused and change nothing.
"""

from typing import NamedTuple

from articles.roles import ROLES

from .world import NO_ROLE, OWN, STATES, SUPERUSER

READERS = [
    "/",
    "/2023-07-20/",
    "/{day}/",
    "/2023-07-20/offline.json",
    "/{day}/offline.json",
    "/{day}/print/",
    "/2023-07-20/2/",
    "/{day}/{number}/",
    "/{day}/{number}/large/",
    "/{day}/{number}/page.pdf",
    "/{day}/{number}/facsimile/p1-1000.webp",
    "/articles/{pk}/",
    "/articles/{pk}/pictures/1/",
    "/articles/{pk}/report/",
    "/articles/{pk}/report/sent/",
    "/pictures/{picture}/800.webp",
    "/sections/environment/",
    "/sections/environment/?year=2023",
    "/authors/{author}/",
    "/archive/",
    "/archive/2023/",
    "/search/",
    "/search/?q=水利",
    "/search/?q={word}",
    "/search/?q=水利+{word}",
    "/search/?q=水利+-{word}",
    "/search/?section=environment",
    "/search/?author={author}",
    "/search/?page_name={word}",
    "/search/?year=2023&order=newest",
    "/search/suggestions/?q={word}",
    "/search/suggestions/?q=水利",
    "/search/completions/?q={word}",
    "/search/completions/?q=水利",
    "/feed.atom",
    "/feed.rss",
    "/sections/environment/feed.atom",
    "/sections/environment/feed.rss",
    "/authors/{author}/feed.atom",
    "/authors/{author}/feed.rss",
    "/pages/{word}/feed.atom",
    "/pages/综合新闻/feed.rss",
    "/search/feed.atom?q={word}",
    "/search/feed.rss?q=水利",
    "/sitemap.xml",
    "/sitemap-articles.xml",
    "/sitemap-authors.xml",
    "/sitemap-issues.xml",
    "/sitemap-pages.xml",
    "/sitemap-sections.xml",
    "/sitemap-archive.xml",
    "/news-sitemap.xml",
    "/corrections/",
    "/corrections/feed.atom",
    "/corrections/feed.rss",
    "/about/",
    "/accessibility/",
    "/preview/{pk}/",  # valid links: tests/desk/test_previews.py
    "/preview/{pk}/pictures/{picture}/800.webp",  # valid links: tests/site/test_pictures.py
    "/api/",
    "/api/v1/",
    "/api/v1/openapi.json",
    "/api/v1/articles/",
    "/api/v1/articles/?author={author}",
    "/api/v1/articles/{pk}/",
    "/api/v1/articles/{pk}/ninjs/",
    "/api/v1/changes/",
    "/api/v1/corrections/",
    "/articles/{pk}.txt",
    "/articles/{pk}.md",
    "/api/v1/search/?q={word}",
    "/api/v1/search/?q=水利",
    "/api/v1/issues/",
    "/api/v1/issues/{day}/",
    "/api/v1/issues/2023-07-20/",
    "/api/v1/issues/{day}/ninjs/",
    "/api/v1/issues/2023-07-20/ninjs/",
    "/api/v1/issues/{day}/pages/{number}/",
    "/api/v1/issues/2023-07-20/pages/2/",
    "/api/v1/pages/",
    "/api/v1/sections/",
    "/api/v1/sections/environment/",
    "/api/v1/authors/",
    "/api/v1/authors/{author}/",
    "/robots.txt",
    "/.well-known/security.txt",
    "/manifest.webmanifest",
    "/service-worker.js",
    "/opensearch.xml",
    "/favicon.ico",
    "/apple-touch-icon.png",
]


class Access(NamedTuple):
    """Who may open an address: `everywhere` for stories in any state, `own` for stories they created, `read` also for
    those that readers see; nobody for stories whose state is in `never`."""

    everywhere: frozenset[str]
    own: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()

    def allows(self, person, state):
        mine = (person in self.own and state in OWN) or (person in self.read and state in OWN | {"public"})
        return state not in self.never and (person in self.everywhere or mine)


def for_only(*roles, own=(), read=()):
    return Access(frozenset([*roles, SUPERUSER]), frozenset(own), read=frozenset(read))


REPORTER, EDITOR, DUTY, CHIEF, OPERATOR = ROLES
EDITORS = (EDITOR, DUTY, CHIEF)
STAFF = for_only(NO_ROLE, *ROLES)
WITH_ROLE = for_only(*ROLES)
STORIES = for_only(*EDITORS, OPERATOR, own=[REPORTER])
CORRECTIONS = for_only(*EDITORS, OPERATOR, read=[REPORTER])
NOBODY = Access(frozenset())
ROOT = for_only()
# Stories that were ever public are never deleted.
DELETES = ROOT._replace(never=frozenset({"public", "withdrawn"}))

LOGIN = "/admin/login/"
DESK = {
    "/admin/": STAFF,
    "/admin/password_change/": STAFF,
    "/admin/password_change/done/": STAFF,
    "/admin/jsi18n/": STAFF,
    "/admin/autocomplete/?app_label=articles&model_name=placement&field_name=article&term={word}": WITH_ROLE,
    "/admin/nowhere/": NOBODY,
    "/admin/articles/": WITH_ROLE,
    # Redirects to the readers' address.
    "/admin/r/{article_type}/{pk}/": STAFF,
    "/admin/articles/account/": for_only(CHIEF),
    "/admin/articles/account/{user}/change/": for_only(CHIEF),
    # A POST only: tests/desk/test_accounts.py says whose account it changes.
    "/admin/articles/account/{user}/password/": for_only(CHIEF),
    "/admin/articles/apitoken/": WITH_ROLE,
    "/admin/articles/apitoken/add/": WITH_ROLE,
    "/admin/articles/apitoken/{token}/": STAFF,
    # The token belongs to the reporter.
    "/admin/articles/apitoken/{token}/change/": for_only(REPORTER, OPERATOR),
    "/admin/articles/apitoken/{token}/history/": for_only(REPORTER, OPERATOR),
    "/admin/articles/apitoken/{token}/delete/": NOBODY,
    "/admin/articles/article/": WITH_ROLE,
    "/admin/articles/article/?q={word}": WITH_ROLE,
    "/admin/articles/article/add/": for_only(REPORTER, *EDITORS),
    "/admin/articles/article/word/": for_only(REPORTER, *EDITORS),
    "/admin/articles/article/{pk}/": STAFF,  # redirects to the change page or the login
    "/admin/articles/article/{pk}/change/": STORIES,
    "/admin/articles/article/{pk}/history/": STORIES,
    "/admin/articles/article/{pk}/delete/": DELETES,
    "/admin/articles/article/{pk}/differences/": STORIES,
    "/admin/articles/article/workload/": for_only(REPORTER, *EDITORS),
    "/admin/articles/article/{pk}/elsewhere/": STORIES,
    "/admin/articles/article/{pk}/galley/": STORIES,
    # Open to all who may see the story; BUTTONS says who may use them.
    "/admin/articles/article/{pk}/blocks/1/split/": STORIES,
    "/admin/articles/article/{pk}/merge/": STORIES,
    "/admin/articles/article/{pk}/join/": STORIES,
    "/admin/articles/article/{pk}/undo/1/": STORIES,
    "/admin/articles/article/{pk}/submit/": STORIES,
    "/admin/articles/article/{pk}/spike/": STORIES,
    "/admin/articles/article/{pk}/unspike/": STORIES,
    "/admin/articles/article/{pk}/note/": STORIES,
    "/admin/articles/article/{pk}/sign/": STORIES,
    "/admin/articles/article/{pk}/discard/": STORIES,
    "/admin/articles/article/{pk}/rebase/": STORIES,
    "/admin/articles/article/{pk}/reopen/": STORIES,
    "/admin/articles/article/{pk}/withdraw/": STORIES,
    "/admin/articles/article/{pk}/restore/": STORIES,
    "/admin/articles/article/{pk}/revisions/1/restore/": STORIES,
    "/admin/articles/article/{pk}/problems/{problem}/": STORIES,
    "/admin/articles/article/{pk}/reports/1/close/": STORIES,
    "/admin/articles/article/{pk}/proofreading/0123456789abcdef/": STORIES,
    "/admin/articles/article/{pk}/proofreading/0123456789abcdef/mend/": STORIES,
    "/admin/articles/article/proofread/": WITH_ROLE,
    "/admin/articles/article/{pk}/presence/": STORIES,
    "/admin/articles/article/{pk}/previews/revoke/": STORIES,
    "/admin/articles/article/{pk}/previews/1/revoke/": STORIES,
    "/admin/articles/article/{pk}/preview/": for_only(*EDITORS, own=[REPORTER]),
    "/admin/articles/auditentry/": for_only(CHIEF, OPERATOR),
    "/admin/articles/auditentry/add/": NOBODY,
    "/admin/articles/auditentry/{line}/": STAFF,
    "/admin/articles/auditentry/{line}/change/": for_only(CHIEF, OPERATOR),
    "/admin/articles/auditentry/{line}/history/": for_only(CHIEF, OPERATOR),
    "/admin/articles/auditentry/{line}/delete/": NOBODY,
    "/admin/articles/author/": WITH_ROLE,
    "/admin/articles/author/add/": for_only(*EDITORS),
    "/admin/articles/author/{author}/": STAFF,
    "/admin/articles/author/{author}/change/": WITH_ROLE,
    "/admin/articles/author/{author}/history/": WITH_ROLE,
    "/admin/articles/author/{author}/delete/": for_only(DUTY, CHIEF),
    "/admin/articles/correction/": WITH_ROLE,
    "/admin/articles/correction/add/": for_only(CHIEF),
    "/admin/articles/correction/{correction}/": STAFF,
    "/admin/articles/correction/{correction}/change/": CORRECTIONS,
    "/admin/articles/correction/{correction}/history/": CORRECTIONS,
    "/admin/articles/correction/{correction}/delete/": ROOT,
    "/admin/articles/feerate/": for_only(CHIEF),
    "/admin/articles/feerate/add/": for_only(CHIEF),
    "/admin/articles/feerate/{rate}/": STAFF,
    "/admin/articles/feerate/{rate}/change/": for_only(CHIEF),
    "/admin/articles/feerate/{rate}/history/": for_only(CHIEF),
    "/admin/articles/feerate/{rate}/delete/": for_only(CHIEF),
    "/admin/articles/issue/": WITH_ROLE,
    "/admin/articles/issue/add/": for_only(OPERATOR),
    "/admin/articles/issue/{issue}/": STAFF,
    "/admin/articles/issue/{issue}/change/": WITH_ROLE,
    "/admin/articles/issue/{issue}/undo-import/": for_only(CHIEF, OPERATOR),
    "/admin/articles/issue/{issue}/history/": WITH_ROLE,
    "/admin/articles/issue/{issue}/delete/": DELETES,
    "/admin/articles/listentry/": WITH_ROLE,
    "/admin/articles/listentry/add/": for_only(DUTY, CHIEF),
    "/admin/articles/listentry/defaults/": WITH_ROLE,
    "/admin/articles/listentry/{entry}/": STAFF,
    "/admin/articles/listentry/{entry}/change/": WITH_ROLE,
    "/admin/articles/listentry/{entry}/history/": WITH_ROLE,
    "/admin/articles/listentry/{entry}/delete/": for_only(DUTY, CHIEF),
    "/admin/articles/page/": WITH_ROLE,
    "/admin/articles/page/add/": ROOT,
    "/admin/articles/page/import/": for_only(CHIEF, OPERATOR),
    "/admin/articles/page/import-issue/": for_only(CHIEF, OPERATOR),
    "/admin/articles/page/sign/?page={page}": for_only(CHIEF),
    "/admin/articles/page/{page}/elsewhere/": WITH_ROLE,
    "/admin/articles/page/{page}/undo-import/": for_only(CHIEF, OPERATOR),
    "/admin/articles/page/{page}/proofread/": WITH_ROLE,
    "/admin/articles/page/{page}/": STAFF,
    "/admin/articles/page/{page}/change/": WITH_ROLE,
    "/admin/articles/page/{page}/history/": WITH_ROLE,
    "/admin/articles/page/{page}/delete/": DELETES,
    "/admin/articles/picture/": WITH_ROLE,
    "/admin/articles/picture/add/": for_only(REPORTER, *EDITORS),
    "/admin/articles/picture/upload/": for_only(REPORTER, *EDITORS),
    "/admin/articles/picture/choose/?q={word}": WITH_ROLE,
    # The world has no files: tests/desk/test_pictures.py says who sees them.
    "/admin/articles/picture/{picture}/file/800.webp": NOBODY,
    "/admin/articles/picture/{picture}/": STAFF,
    "/admin/articles/picture/{picture}/change/": WITH_ROLE,
    "/admin/articles/picture/{picture}/history/": WITH_ROLE,
    # All pictures are in a story.
    "/admin/articles/picture/{picture}/delete/": NOBODY,
    "/admin/articles/problem/": WITH_ROLE,
    "/admin/articles/problem/add/": NOBODY,
    "/admin/articles/problem/{problem}/": STAFF,
    "/admin/articles/problem/{problem}/change/": STORIES,
    "/admin/articles/problem/{problem}/history/": STORIES,
    "/admin/articles/problem/{problem}/delete/": NOBODY,
    "/admin/articles/section/": WITH_ROLE,
    "/admin/articles/section/add/": for_only(CHIEF, OPERATOR),
    "/admin/articles/section/order/": for_only(CHIEF, OPERATOR),  # a POST only
    "/admin/articles/section/{section}/": STAFF,
    "/admin/articles/section/{section}/change/": WITH_ROLE,
    "/admin/articles/section/{section}/history/": WITH_ROLE,
    # All stories are in one section, which readers can open.
    "/admin/articles/section/{section}/delete/": NOBODY,
    "/admin/auth/": ROOT,
    "/admin/auth/group/": ROOT,
    "/admin/auth/group/add/": ROOT,
    "/admin/auth/group/{group}/": STAFF,
    "/admin/auth/group/{group}/change/": ROOT,
    "/admin/auth/group/{group}/history/": ROOT,
    "/admin/auth/group/{group}/delete/": ROOT,
    "/admin/auth/user/": ROOT,
    "/admin/auth/user/add/": ROOT,
    "/admin/auth/user/{user}/": STAFF,
    "/admin/auth/user/{user}/change/": ROOT,
    "/admin/auth/user/{user}/history/": ROOT,
    "/admin/auth/user/{user}/delete/": ROOT,
    "/admin/auth/user/{user}/password/": ROOT,
    "/admin/logout/": STAFF,
}


# The desk's API, with a token.
API = "/api/v1/desk/"
BY_TOKEN = {
    API: STAFF,
    f"{API}articles/": WITH_ROLE,
    f"{API}articles/{{pk}}/": STORIES,
    f"{API}articles/{{pk}}/submit/": STORIES,
    f"{API}articles/{{pk}}/spike/": STORIES,
    f"{API}articles/{{pk}}/unspike/": STORIES,
    f"{API}articles/{{pk}}/sign-off/": STORIES,
    f"{API}articles/{{pk}}/discard/": STORIES,
    f"{API}articles/{{pk}}/rebase/": STORIES,
    f"{API}articles/{{pk}}/reopen/": STORIES,
    f"{API}articles/{{pk}}/withdraw/": STORIES,
    f"{API}articles/{{pk}}/restore/": STORIES,
    f"{API}articles/{{pk}}/corrections/": STORIES,
    f"{API}articles/{{pk}}/notes/": STORIES,
    f"{API}articles/{{pk}}/revisions/": STORIES,
    f"{API}articles/{{pk}}/revisions/1/": STORIES,
    # Open to all who may see the story; API_ACTIONS and test_side_doors.py say who may use them.
    f"{API}articles/{{pk}}/revisions/1/restore/": STORIES,
    f"{API}articles/{{pk}}/differences/": STORIES,
    f"{API}articles/{{pk}}/split/": STORIES,
    f"{API}articles/{{pk}}/merge/": STORIES,
    f"{API}articles/{{pk}}/move/": STORIES,
    f"{API}articles/{{pk}}/turn/": STORIES,
    f"{API}articles/{{pk}}/join/": STORIES,
    f"{API}articles/{{pk}}/steps/": STORIES,
    f"{API}articles/{{pk}}/steps/1/undo/": STORIES,
    f"{API}articles/{{pk}}/problems/": STORIES,
    f"{API}articles/{{pk}}/problems/{{problem}}/": STORIES,
    f"{API}articles/{{pk}}/proofreading/": STORIES,
    # No story has this doubt: tests/api/desk/test_doubts.py says who may dismiss one.
    f"{API}articles/{{pk}}/proofreading/0123456789abcdef/": NOBODY,
    f"{API}articles/{{pk}}/proofreading/0123456789abcdef/mend/": STORIES,
    f"{API}corrections/": WITH_ROLE,
    f"{API}corrections/{{correction}}/": CORRECTIONS,
    f"{API}pictures/": WITH_ROLE,
    f"{API}pictures/{{picture}}/": WITH_ROLE,
    f"{API}pages/": for_only(CHIEF, OPERATOR),
    f"{API}pages/understand/": WITH_ROLE,
    f"{API}pages/{{day}}/{{number}}/sign-off/": for_only(CHIEF),
    f"{API}pages/{{day}}/{{number}}/undo-import/": for_only(CHIEF, OPERATOR),
    f"{API}workload/?month=2023-07": for_only(REPORTER, *EDITORS),
}

# {action or button: {person: the states in which it changes a story}}; nobody else can change anything with it.


def to_all(roles, states):
    return dict.fromkeys((*roles, SUPERUSER), frozenset(states))


UNSIGNED = {"own draft", "draft"}
UNDER_REVIEW = {"in review", "in final review"}
SIGNS = {EDITOR: UNSIGNED, DUTY: {"in review"}, CHIEF: {"in final review"}, SUPERUSER: UNSIGNED | UNDER_REVIEW}
REOPENS = to_all(EDITORS, {*UNDER_REVIEW, "scheduled"})
WITHDRAWS = to_all([CHIEF], {"scheduled", "public"})
RESTORES = to_all([CHIEF], {"withdrawn"})
SPIKES = {REPORTER: OWN, **to_all(EDITORS, UNSIGNED | UNDER_REVIEW)}
SETTLES = to_all(EDITORS, STATES)
# An editor's change of a public story is pending and does not count here: the story itself is unchanged.
CHANGES = {
    REPORTER: OWN,
    **to_all(EDITORS, {*STATES} - {"merged", "public"}),
    **to_all([CHIEF], {*STATES} - {"merged"}),
}
ACTIONS = {
    "sign_off": SIGNS,
    "put_back_to_draft": REOPENS,
    "withdraw": WITHDRAWS,
    "restore": RESTORES,
    "spike": SPIKES,
    "unspike": {},
    "settle_problems": SETTLES,
    "delete_selected": to_all([], {*STATES} - {"public", "withdrawn"}),
}
# No story follows the merged one; the reporter's is followed by somebody else's; the scheduled one by the public one,
# which cannot be merged into a hidden story.
MERGES = {
    **to_all(EDITORS, {*STATES} - {"merged", "withdrawn", "scheduled", "public"}),
    **to_all([CHIEF], {*STATES} - {"merged", "withdrawn", "scheduled"}),
}
BUTTONS = {
    "blocks/1/split/": CHANGES,
    "blocks/0/caption/": CHANGES,
    "merge/": MERGES,
    "sign/": SIGNS,
    "reopen/": REOPENS,
    "withdraw/": WITHDRAWS,
    "restore/": RESTORES,
    "spike/": SPIKES,
    "problems/{problem}/": SETTLES,
    "presence/": {},
    "previews/revoke/": {},
    "change/": CHANGES,
}
API_ACTIONS = {
    "split/": CHANGES,
    "turn/": CHANGES,
    "merge/": MERGES,
    "sign-off/": SIGNS,
    "reopen/": REOPENS,
    "withdraw/": WITHDRAWS,
    "restore/": RESTORES,
    "spike/": SPIKES,
    "": CHANGES,
}
