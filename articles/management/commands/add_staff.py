from django.contrib.auth.models import Group
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.editing import Actor, Refused, add_person
from articles.management.database import make_ready
from articles.management.output import as_json
from articles.roles import ROLES


class Command(BaseCommand):
    help = "Create a staff account with a role and a temporary password, which is shown once."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("name", help="user name")
        parser.add_argument("--role", required=True, help=f"one of {'、'.join(ROLES)}")
        parser.add_argument("--full-name", default="", help="name shown at the desk")
        parser.add_argument("--json", action="store_true", help="print the account and its first password as JSON")

    def handle(self, name, role, full_name, **options):
        make_ready()
        if role not in ROLES:
            roles = "、".join(ROLES)
            raise CommandError(_("There is no role “{role}”. Choose one of: {roles}.").format(role=role, roles=roles))
        try:
            user, password = add_person(Actor.command(), name, full_name, Group.objects.get(name=role))
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        if options["json"]:
            self.stdout.write(as_json({"account": user.get_username(), "role": role, "password": password}))
            return
        self.stdout.write(
            _(
                "{name} may log in at /admin/ as {role} and then chooses a password. "
                "The first one is shown this once: {password}"
            ).format(name=name, role=role, password=password)
        )
