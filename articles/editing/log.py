from articles.characters import beginning
from articles.models import Article, AuditEntry

LONGEST = 240
LONGEST_DETAIL = 500


def record(actor, action, subject, detail=""):
    """Add a line to the log; `subject` is an article or the name of anything else."""
    return AuditEntry.objects.create(
        user=actor.user,
        origin=actor.origin,
        action=action,
        article=subject if isinstance(subject, Article) and subject.pk else None,
        subject=beginning(str(subject), LONGEST),
        detail=beginning(str(detail), LONGEST_DETAIL),
    )
