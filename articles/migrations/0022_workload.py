import articles.models.fees
import django.db.models.deletion
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from articles.roles import ROLES

NEW = {"view_feerate", "add_feerate", "change_feerate", "delete_feerate"}


def let_roles_set_rates(apps, schema_editor):
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
        ("articles", "0021_workflow"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="author",
            field=models.OneToOneField(
                blank=True,
                help_text="Proposed in the byline of what this person writes; their workload is counted by it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                error_messages={"unique": "Another account has this author already."},
                related_name="account",
                to="articles.author",
                verbose_name="name in bylines",
            ),
        ),
        migrations.AddField(
            model_name="author",
            name="pen_name_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Bylines show the pen name; it leads readers to this person.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pen_names",
                to="articles.author",
                verbose_name="pen name of",
            ),
        ),
        migrations.AddIndex(
            model_name="author",
            index=models.Index(
                condition=models.Q(("pen_name_of__isnull", False)), fields=["pen_name_of"], name="author_pen_name"
            ),
        ),
        migrations.CreateModel(
            name="FeeRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        help_text="As in the byline, e.g. 记者, 通讯员, 摄影. Blank: for names without a role.",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "since",
                    models.DateField(
                        default=articles.models.fees.this_month,
                        help_text="Any day of the first month in which it holds.",
                        verbose_name="from month",
                    ),
                ),
                ("per_story", models.PositiveIntegerField(default=0, verbose_name="for a story (yuan)")),
                ("per_thousand", models.PositiveIntegerField(default=0, verbose_name="for 1,000 characters (yuan)")),
                ("per_photograph", models.PositiveIntegerField(default=0, verbose_name="for a photograph (yuan)")),
            ],
            options={
                "verbose_name": "fee rate",
                "verbose_name_plural": "fee rates",
                "ordering": ["role", "-since"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("role", "since"),
                        name="fee_rate_once_a_month",
                        violation_error_message="There is already a rate for this role from this month on; change that one.",
                    )
                ],
            },
        ),
        migrations.RunPython(let_roles_set_rates, migrations.RunPython.noop),
    ]
