"""Which passwords are refused: those that somebody who knows this newspaper, or a list of leaked ones, tries first.

Length alone lets `bianjibu2023` pass, and so does a list of English words. Here a password is cut into the pieces of
which people make them: words of the trade, the paper's name and the user's, syllables of pinyin, years and dates, keys
that lie side by side. Each is worth no more than one character that nobody can foresee.
"""

import re
import secrets
import unicodedata
from itertools import pairwise

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 10
FEWEST_PIECES = 7
FEWEST_KINDS = 3
# A phrase of this length needs no mixture.
LONG = 16
LONGEST_READ = 200

KINDS = [str.isdigit, str.islower, str.isupper, str.isalpha]
"""What a character can be, the first that fits: a digit, a small letter, a capital, a Han character; else a mark."""

WORDS = """
    admin administrator root guest test user login pass passwd password welcome hello letmein iloveyou
    editor editors newsroom news newspaper paper press daily gazette reporter journalist desk media china
    bianji bianjibu bianjishi woaini 1314 520 zongbian zhubian jizhe zhuren shezhang baoshe ribao wanbao xinwen
    编辑部 编辑室 编辑 总编辑 总编 主编 记者 主任 社长 报社 日报 晚报 报纸 新闻 融媒体 管理员 管理 密码 中国
""".split()  # noqa: SIM905 (a table)
# What stands in for a letter in “p@ssw0rd”.
DISGUISES = {"a": "[a@4]", "e": "[e3]", "i": "[i1!]", "o": "[o0]", "s": "[s5$]"}
DATE = r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?"
SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|ve|er|[aoeiuv])"
)
LINES = """
    abcdefghijklmnopqrstuvwxyz 1234567890 qwertyuiop[] asdfghjkl;' zxcvbnm,./ !@#$%^&*()
    1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/ 147 258 369 159 357
""".split()  # noqa: SIM905 (a table)
NEIGHBOURS = {pair for line in LINES for a, b in pairwise(line) for pair in (a + b, b + a)}
SHORTEST_WALK = 3


class HardToGuess:
    """A password validator: long, mixed, with enough pieces that cannot be foreseen, and not the present password."""

    def validate(self, password, user=None):
        reasons = []
        if not is_mixed(password):
            reasons.append(self.get_help_text())
        if len(pieces(password, known_words(user))) < FEWEST_PIECES:
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
        ).format(shortest=SHORTEST, kinds=FEWEST_KINDS, long=LONG)


def is_mixed(password: str) -> bool:
    return len(password) >= LONG or (len(password) >= SHORTEST and len(kinds(password)) >= FEWEST_KINDS)


def kinds(password: str) -> set[int]:
    """Which kinds of characters the password has."""
    return {
        next((number for number, is_kind in enumerate(KINDS) if is_kind(character)), len(KINDS))
        for character in password
    }


def pieces(password: str, words: list[str]) -> set[str]:
    """The different pieces of a password, each about as hard to guess as one character."""
    text = unicodedata.normalize("NFKC", password[:LONGEST_READ]).casefold()
    alternatives = [*map(_disguised, sorted(words, key=len, reverse=True)), DATE, SYLLABLE, r"\d{1,3}", "."]
    piece = re.compile("|".join(alternatives), re.DOTALL)
    found, at = set(), 0
    while at < len(text):
        walk, match = walk_from(text, at), piece.match(text, at)
        cut = text[at : at + walk] if walk >= SHORTEST_WALK or match is None else match[0]
        found.add(cut)
        at += len(cut)
    return found


def walk_from(text: str, at: int) -> int:
    """How many characters from `at` on are the same, follow one another, or lie side by side on the keyboard."""
    end = at + 1
    while end < len(text) and (text[end] == text[end - 1] or text[end - 1 : end + 1] in NEIGHBOURS):
        end += 1
    return end - at


def known_words(user) -> list[str]:
    """The words that count as one piece: those of the trade, the paper's name and the user's."""
    name = settings.NEWSPAPER["name"]
    names = [name, re.sub(r"(日报|晚报|周报|报)$", "", name), *name.split()]
    if user is not None:
        names += [user.get_username(), user.first_name, user.last_name]
    return [*WORDS, *(name.casefold() for name in names if len(name) > 1)]


def _disguised(word):
    return "".join(DISGUISES.get(letter, re.escape(letter)) for letter in word)


def generated_password(user) -> str:
    """A password to begin with, of 72 random bits, that the rules let pass."""
    while True:
        password = secrets.token_urlsafe(9)
        try:
            validate_password(password, user)
        except ValidationError:
            continue
        return password
