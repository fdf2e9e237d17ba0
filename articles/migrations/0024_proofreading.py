import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from articles.roles import ROLES

NEW = {"view_listentry", "add_listentry", "change_listentry", "delete_listentry"}


def let_roles_keep_lists(apps, schema_editor):
    alias = schema_editor.connection.alias
    # Permissions are made after all migrations have run; the roles need them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, using=alias, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.using(alias).filter(name__in=ROLES):
        codenames = NEW.intersection(ROLES[group.name])
        group.permissions.add(
            *Permission.objects.using(alias).filter(content_type__app_label="articles", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0023_people"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leader", "leader"),
                            ("word", "word to avoid"),
                            ("own", "the paper's own form"),
                            ("institution", "renamed body"),
                            ("abbreviation", "abbreviation"),
                        ],
                        default="word",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="The leader's name, the word to avoid, the former name or the abbreviation.",
                        max_length=60,
                        verbose_name="text",
                    ),
                ),
                (
                    "replacement",
                    models.CharField(
                        blank=True,
                        help_text="What should stand there: the leader's offices parted by 、, the right word, the present name or the full name. A word to avoid may have none.",
                        max_length=200,
                        verbose_name="instead",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="Editors read it beside the doubt.", max_length=200, verbose_name="reason"
                    ),
                ),
                (
                    "since",
                    models.CharField(
                        blank=True, help_text="Of a renamed body, such as 2019-03.", max_length=7, verbose_name="since"
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Of leaders: who is named first has the smallest number.",
                        verbose_name="order",
                    ),
                ),
                (
                    "active",
                    models.BooleanField(
                        default=True,
                        help_text="Without the tick nothing is said about it, not even if our default list has it.",
                        verbose_name="in use",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the house lists",
                "verbose_name_plural": "house lists",
                "ordering": ["kind", "order", "text", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "text"),
                        name="list_entry_once_a_kind",
                        violation_error_message="The list has this already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                (
                    "text",
                    models.CharField(
                        help_text="The doubtful words, with those around them.", max_length=200, verbose_name="words"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dismissals",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "doubt looked at",
                "verbose_name_plural": "doubts looked at",
                "ordering": ["article", "id"],
                "default_permissions": [],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "code", "text"), name="dismissal_once_a_text")
                ],
            },
        ),
        migrations.RunPython(let_roles_keep_lists, migrations.RunPython.noop),
    ]
