"""The newspaper's rows: who wrote what, where it was printed, and what is still in doubt."""

from .articles import Article, Contribution
from .authors import Author
from .printed import Issue, Page, Placement
from .problems import Problem
from .sections import Section

__all__ = ["Article", "Author", "Contribution", "Issue", "Page", "Placement", "Problem", "Section"]
