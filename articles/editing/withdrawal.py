"""Taking a story off the site, a notice in its place, and putting it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.characters import as_line
from articles.models import Action, Article

from .actors import Actor, Refused, require
from .changes import clear_notice, locked
from .keeping import keep_current, keep_new
from .log import record
from .pending import drop


@transaction.atomic
def withdraw(pk, actor: Actor, notice: str, version=None) -> Article:
    """Withdraw an approved article. Where readers could see it they find the notice from now on."""
    article = locked(pk, version)
    require(actor, "withdraw_article")
    if article.status != Article.Status.APPROVED:
        raise Refused(_("Only an approved story can be withdrawn."))
    notice = as_line(notice)
    if article.is_public and not notice:
        raise Refused(_("Say what readers shall find in the story’s place."))
    keep_current(article)
    if article.pending:
        drop(article, actor, _("The story left the site."))
    if article.is_public:
        article.withdrawn_at, article.withdrawal_notice = timezone.now(), notice
    article.status = Article.Status.WITHDRAWN
    article.save()
    keep_new(article, actor, notice)
    record(actor, Action.WITHDRAWN, article, notice)
    return article


@transaction.atomic
def restore(pk, actor: Actor, version=None) -> Article:
    """Put a withdrawn article back as it was approved; where its time is still to come the notice stays until then."""
    article = locked(pk, version)
    require(actor, "withdraw_article")
    if article.status != Article.Status.WITHDRAWN:
        raise Refused(_("This story is not withdrawn."))
    keep_current(article)
    article.status = Article.Status.APPROVED
    clear_notice(article)
    article.save()
    keep_new(article, actor)
    record(actor, Action.RESTORED, article)
    return article
