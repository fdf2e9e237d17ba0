from .accounts import USUAL_SCOPES, Account, ApiToken, Scope
from .answers import KeptAnswer
from .articles import TEXTS, Article, Contribution
from .audit import Action, AuditEntry, Origin
from .authors import Author
from .corrections import Correction
from .facsimiles import Facsimile
from .fees import FeeRate
from .latest_changes import LatestChange, fill
from .naming import FormerAddress
from .notes import Note
from .pictures import PHOTOGRAPHER, Picture, PictureCredit, PictureUse
from .presence import OpenStory
from .previews import Preview
from .printed import Issue, Page, Placement, joined_zone
from .problems import Problem
from .proofreading import Dismissal, ListEntry
from .reports import KEPT_FOR, ReaderReport
from .revisions import Revision, SignOff, Stage, Step
from .sections import Section
