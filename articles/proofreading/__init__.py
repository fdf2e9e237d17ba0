"""Proofreading without a network: doubts about a text, each with its place, what should stand there and why.

`check` reads one text, `check_story` a whole story. Both are pure functions; the newsroom's own lists come as `Lists`.
"""

from .listed import default_words
from .model import Abbreviation, Finding, Form, Institution, Leader, Level, Lists, Word
from .rules import check
from .sentences import sentence
from .story import InStory, check_story

__all__ = [
    "Abbreviation",
    "Finding",
    "Form",
    "InStory",
    "Institution",
    "Leader",
    "Level",
    "Lists",
    "Word",
    "check",
    "check_story",
    "default_words",
    "sentence",
]
