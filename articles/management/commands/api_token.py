from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.editing import Actor, make_token, revoke_token
from articles.management.output import as_json
from articles.models import USUAL_SCOPES, Account, ApiToken, Scope

DAYS = 90


class Command(BaseCommand):
    help = "Create a token for a program to use the API on behalf of a user; list tokens; revoke one."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--make", metavar="USERNAME", help="create a token for this user and print it once")
        what.add_argument("--list", action="store_true", help="list all tokens, without their secrets")
        what.add_argument("--revoke", metavar="NUMBER", type=int, help="revoke the token with this number")
        parser.add_argument("--purpose", default="", help="which program uses it")
        parser.add_argument(
            "--scope",
            action="append",
            choices=Scope.values,
            help="what the token is for: read, write (and read), import pages; may be given several times "
            "(default: write and import)",
        )
        parser.add_argument("--json", action="store_true", help="print the list, or the new token, as JSON")
        parser.add_argument("--days", type=int, default=DAYS, help=f"days of validity (default: {DAYS}); 0: no limit")

    def handle(self, make, revoke, purpose, days, scope, **options):
        tokens = ApiToken.objects.select_related("user")
        if make is not None:
            self._make(make, purpose, days, scope or USUAL_SCOPES, options["json"])
        elif revoke is not None:
            self._revoke(revoke)
        elif options["json"]:
            self.stdout.write(as_json([_facts(token) for token in tokens]))
        else:
            for token in tokens:
                self.stdout.write(f"{token.pk:4}  {token}  {token.scope_names}  {token.state}")

    def _make(self, username, purpose, days, scopes, json):
        User = get_user_model()
        if not 0 <= days <= 3650:
            raise CommandError(_("Give a whole number from 1 to %(most)d.") % {"most": 3650})
        user = User.objects.filter(**{User.USERNAME_FIELD: username}, is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(_("There is no active account “{username}”.").format(username=username))
        token, secret = make_token(Actor.command(), user, purpose[:100], days, scopes)
        self.stdout.write(as_json(_facts(token) | {"secret": secret}) if json else secret)
        self.stderr.write(
            _("Keep it now: it is not shown again. Revoke it by its number, {number}.").format(number=token.pk)
        )
        if Account.objects.must_change_password(user):
            self.stderr.write(
                _("It works once “{username}” has signed in and chosen a password.").format(username=username)
            )

    def _revoke(self, number):
        token = ApiToken.objects.select_related("user").filter(pk=number).first()
        if token is None or not revoke_token(Actor.command(), token):
            raise CommandError(_("There is no token {number} that could be revoked.").format(number=number))
        self.stdout.write(_("Token {number} is revoked.").format(number=number))


def _facts(token) -> dict:
    return {
        "number": token.pk,
        "account": token.user.get_username(),
        "purpose": token.purpose,
        "scopes": token.scope_list,
        "valid": ApiToken.objects.valid().filter(pk=token.pk).exists(),
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "last_used_at": token.last_used_at,
    }
