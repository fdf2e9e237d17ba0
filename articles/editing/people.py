"""Accounts of the staff: a user with the permission `manage_accounts`, such as the chief editor, adds people, gives
them a role and a new password, ends their access and unlocks them.

Nobody gives or takes away more than they have: only a superuser manages superusers, and only somebody who may change
accounts or roles in the admin, and so could make superusers, manages others who may."""

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Account, Action

from .accounts import account_subject
from .actors import Actor, Forbidden, Refused, record
from .passwords import generated_password

PLAIN, KEEPER, SUPERUSER = range(3)


def rank(user: User | None) -> int:
    """A command, which has no user, ranks as a superuser."""
    if user is None or user.is_superuser:
        return SUPERUSER
    # Not has_perm(): accounts whose access has ended have no permissions, but would regain them.
    own = Q(user=user) | Q(group__user=user)
    return KEEPER if _permissions_over_accounts().filter(own).exists() else PLAIN


def _permissions_over_accounts():
    return Permission.objects.filter(content_type__app_label="auth").exclude(codename__startswith="view_")


def roles_for(actor: Actor):
    """The roles that the actor may give."""
    if rank(actor.user) >= KEEPER:
        return Group.objects.order_by("pk")
    return Group.objects.exclude(permissions__in=_permissions_over_accounts()).order_by("pk")


def why_not_manage(user: User | None, actor: Actor) -> str:
    """`user` is the account to be changed, None for a new one."""
    own_rank = rank(actor.user)
    if own_rank == PLAIN and not actor.may("manage_accounts"):
        return _("Your role does not allow this.")
    if user and own_rank < rank(user):
        return _("This account may change all accounts. Only a superuser changes it, or ends its access.")
    return ""


def why_not_own(user: User, actor: Actor) -> str:
    if reason := why_not_manage(user, actor):
        return reason
    if user.pk == actor.user_id:
        return _("This is your own account. You change your password above; a colleague changes everything else.")
    return ""


@transaction.atomic
def add_person(actor: Actor, username: str, full_name: str, role: Group) -> tuple[User, str]:
    """Returns (the new account, its password), which must be changed at the first sign-in."""
    username = User.normalize_username(username)
    _require(why_not_manage(None, actor))
    _require_role(role, actor)
    if reason := why_not_name(username):
        raise Refused(reason)
    user = User(username=username, first_name=full_name, is_staff=True)
    password = generated_password(user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:  # the form was sent twice
        raise Refused(_taken(username)) from None
    user.groups.add(role)
    _must_change_password(user)
    record(actor, Action.CREATED, account_subject(user), role.name)
    return user, password


def why_not_name(username: str) -> str:
    try:
        User.username_validator(username)
    except ValidationError:
        return _("“{name}” is no name to log in with.").format(name=username)
    # Two accounts Li and li would be mistaken for each other.
    return _taken(username) if User.objects.filter(username__iexact=username).exists() else ""


def _taken(username):
    return _("There is an account “{name}” already.").format(name=username)


@transaction.atomic
def change_person(user: User, actor: Actor, full_name: str, role: Group | None = None) -> None:
    """Change the name and, if one is given, the role, which replaces all others."""
    _require(why_not_own(user, actor))
    changes = []
    if user.first_name != full_name:
        changes.append(f"{pgettext('person', 'name')} {user.first_name or '–'} → {full_name}")
        user.first_name = full_name
        user.save(update_fields=["first_name"])
    before = list(user.groups.all())
    if role and before != [role]:
        _require_role(role, actor)
        user.groups.set([role])
        changes.append(f"{pgettext('account', 'role')} {_(', ').join(map(str, before)) or '–'} → {role}")
    if changes:
        record(actor, Action.CHANGED, account_subject(user), _("; ").join(changes))


@transaction.atomic
def renew_password(user: User, actor: Actor) -> str:
    """Set and return a password that must be changed at the next sign-in; it ends sessions and revokes tokens."""
    _require(why_not_own(user, actor))
    password = generated_password(user)
    user.set_password(password)
    user.save()
    _must_change_password(user)
    reset(username=user.get_username())
    record(actor, Action.CHANGED, account_subject(user), _("password"))
    return password


@transaction.atomic
def end_access(user: User, actor: Actor) -> None:
    """The account stays, with its name in the history, but nobody can sign in with it, and its tokens are revoked."""
    _require(why_not_own(user, actor))
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(actor, Action.CHANGED, account_subject(user), _("access ended"))


@transaction.atomic
def return_access(user: User, actor: Actor) -> str:
    """Let somebody sign in again, with the new password that is returned."""
    _require(why_not_own(user, actor))
    user.is_active = user.is_staff = True
    record(actor, Action.CHANGED, account_subject(user), _("access given again"))
    return renew_password(user, actor)


def unlock(user: User, actor: Actor) -> None:
    """After too many wrong passwords."""
    _require(why_not_manage(user, actor))
    reset(username=user.get_username())
    record(actor, Action.CHANGED, account_subject(user), _("sign-in unlocked"))


def locked_names() -> set[str]:
    """The user names that are locked after too many wrong passwords, from at least one address."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since
    )
    return set(attempts.values_list("username", flat=True))


def _must_change_password(user):
    Account.objects.update_or_create(user=user, defaults={"must_change_password": True})


def _require(reason):
    if reason:
        raise Forbidden(reason)


def _require_role(role, actor):
    if not roles_for(actor).filter(pk=role.pk).exists():
        raise Forbidden(_("Only a superuser gives the role “{name}”.").format(name=role))
