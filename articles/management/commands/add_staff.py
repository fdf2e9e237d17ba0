from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import editing
from articles.editing import Actor
from articles.editing.passwords import generated_password
from articles.management.database import make_ready
from articles.models import Account, Action
from articles.roles import ROLES


class Command(BaseCommand):
    help = "Create a staff account with a role and a temporary password, which is shown once."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("name", help="user name")
        parser.add_argument("--role", required=True, help=f"one of {'、'.join(ROLES)}")
        parser.add_argument("--full-name", default="", help="name shown at the desk")

    def handle(self, name, role, full_name, **options):
        make_ready()
        if role not in ROLES:
            roles = "、".join(ROLES)
            raise CommandError(_("There is no role “{role}”. Choose one of: {roles}.").format(role=role, roles=roles))
        try:
            User.username_validator(name)
        except ValidationError:
            raise CommandError(_("“{name}” is no name to log in with.").format(name=name)) from None
        if User.objects.filter(username=name).exists():
            raise CommandError(_("There is an account “{name}” already.").format(name=name))
        password = generated_password(User(username=name, first_name=full_name))
        with transaction.atomic():
            user = User.objects.create_user(name, password=password, first_name=full_name, is_staff=True)
            Account.objects.create(user=user, must_change_password=True)
            user.groups.add(Group.objects.get(name=role))
            editing.record(Actor.command(), Action.CREATED, _("account %(name)s") % {"name": name}, role)
        self.stdout.write(
            _(
                "{name} may log in at /admin/ as {role} and then chooses a password. "
                "The first one is shown this once: {password}"
            ).format(name=name, role=role, password=password)
        )
