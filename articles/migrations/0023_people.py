import django.db.models.deletion
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from articles.roles import ROLES

NEW = {"manage_accounts", "delete_section"}


def let_the_chief_manage_people(apps, schema_editor):
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
        ("articles", "0022_workload"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="account",
            options={
                "default_permissions": [],
                "permissions": [("manage_accounts", "Can add people, and change their roles and passwords")],
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
            },
        ),
        migrations.AddField(
            model_name="section",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merged",
                to="articles.section",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="retired",
            field=models.BooleanField(
                default=False,
                help_text="A retired section takes no new stories. Readers still find those it has.",
                verbose_name="retired",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="slug",
            field=models.SlugField(
                help_text="Stands in the web address. After a change the old address leads to the new one.",
                max_length=40,
                unique=True,
                verbose_name="address",
            ),
        ),
        migrations.RunPython(let_the_chief_manage_people, migrations.RunPython.noop),
    ]
