"""The newspaper's rows: who wrote what, where it was printed, what is still in doubt, and what the desk did with it."""

from .accounts import Account
from .articles import Article, Contribution
from .audit import Action, AuditEntry, Origin
from .authors import Author
from .corrections import Correction
from .former import FormerAddress
from .presence import OpenStory
from .previews import Preview
from .printed import Issue, Page, Placement
from .problems import Problem
from .revisions import Revision
from .sections import Section
from .signoffs import SignOff, Stage
from .steps import Step
from .tokens import ApiToken
