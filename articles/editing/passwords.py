"""A password validator for a Chinese newsroom: a minimum length and a list of English words let `bianjibu2023` pass.

A password is cut into the pieces people make them of: words of the trade, names of the paper and the user, pinyin
syllables, dates, neighbouring keys. Each counts as one unpredictable character."""

import re
import secrets
import unicodedata
from itertools import pairwise

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MIN_LENGTH = 10
MIN_PIECES = 7
MIN_KINDS = 3
PASSPHRASE_LENGTH = 16  # from here on, kinds need not be mixed
MAX_CHECKED = 200

KINDS = [str.isdigit, str.islower, str.isupper, str.isalpha]
"""Kinds of characters, the first match counts: digit, small letter, capital, Han character; anything else is a mark."""

WORDS = """
    admin administrator root guest test user login pass passwd password welcome hello letmein iloveyou
    editor editors newsroom news newspaper paper press daily gazette reporter journalist desk media china
    bianji bianjibu bianjishi woaini 1314 520 zongbian zhubian jizhe zhuren shezhang baoshe ribao wanbao xinwen
    编辑部 编辑室 编辑 总编辑 总编 主编 记者 主任 社长 报社 日报 晚报 报纸 新闻 融媒体 管理员 管理 密码 中国
""".split()  # noqa: SIM905 (a table)
# “p@ssw0rd”
SUBSTITUTES = {"a": "[a@4]", "e": "[e3]", "i": "[i1!]", "o": "[o0]", "s": "[s5$]"}
DATE = r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?"
SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|ve|er|[aoeiuv])"
)
SEQUENCES = """
    abcdefghijklmnopqrstuvwxyz 1234567890 qwertyuiop[] asdfghjkl;' zxcvbnm,./ !@#$%^&*()
    1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/ 147 258 369 159 357
""".split()  # noqa: SIM905 (a table)
NEIGHBOURS = {pair for line in SEQUENCES for a, b in pairwise(line) for pair in (a + b, b + a)}
MIN_RUN = 3


class HardToGuess:
    """A password validator: requires length, several kinds of characters, enough pieces, and a new password."""

    def validate(self, password, user=None):
        reasons = []
        if not is_mixed(password):
            reasons.append(self.get_help_text())
        if len(pieces(password, known_words(user))) < MIN_PIECES:
            reasons.append(
                _(
                    "This password is easy to guess: common words, pinyin, names, dates and neighbouring keys are what "
                    "is tried first. Choose, for example, several unrelated words with digits and marks between them."
                )
            )
        if user is not None and user.pk and user.check_password(password):
            reasons.append(_("This is the password you already have. Choose another."))
        if reasons:
            raise ValidationError(reasons)

    def get_help_text(self):
        return _(
            "At least {shortest} characters, with {kinds} of these among them: capital letters, small letters, digits, "
            "marks, Chinese characters; a password of {long} characters or more need not mix them."
        ).format(shortest=MIN_LENGTH, kinds=MIN_KINDS, long=PASSPHRASE_LENGTH)


def is_mixed(password: str) -> bool:
    return len(password) >= PASSPHRASE_LENGTH or (len(password) >= MIN_LENGTH and len(kinds(password)) >= MIN_KINDS)


def kinds(password: str) -> set:
    return {next((is_kind for is_kind in KINDS if is_kind(character)), None) for character in password}


def pieces(password: str, words: list[str]) -> set[str]:
    """The distinct pieces of a password, each about as hard to guess as one character."""
    text = unicodedata.normalize("NFKC", password[:MAX_CHECKED]).casefold()
    alternatives = [*map(_with_substitutes, sorted(words, key=len, reverse=True)), DATE, SYLLABLE, r"\d{1,3}", "."]
    piece = re.compile("|".join(alternatives), re.DOTALL)
    found, at = set(), 0
    while at < len(text):
        run, match = run_length(text, at), piece.match(text, at)
        cut = text[at : at + run] if run >= MIN_RUN or match is None else match[0]
        found.add(cut)
        at += len(cut)
    return found


def run_length(text: str, at: int) -> int:
    """The number of characters from `at` on that repeat, follow one another, or are neighbours on the keyboard."""
    end = at + 1
    while end < len(text) and (text[end] == text[end - 1] or text[end - 1 : end + 1] in NEIGHBOURS):
        end += 1
    return end - at


def known_words(user) -> list[str]:

    name = settings.NEWSPAPER["name"]
    names = [name, re.sub(r"(日报|晚报|周报|报)$", "", name), *name.split()]
    if user is not None:
        names += [user.get_username(), user.first_name, user.last_name]
    return [*WORDS, *(name.casefold() for name in names if len(name) > 1)]


def _with_substitutes(word):
    return "".join(SUBSTITUTES.get(letter, re.escape(letter)) for letter in word)


def generated_password(user) -> str:
    """An initial password with 72 random bits that passes the validators."""
    while True:
        password = secrets.token_urlsafe(9)
        try:
            validate_password(password, user)
        except ValidationError:
            continue
        return password
