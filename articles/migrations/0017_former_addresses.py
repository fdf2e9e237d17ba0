import django.db.models.deletion
from django.db import migrations, models

from articles.roles import ROLES

NEW = {"change_issue", "change_page"}


def let_the_chief_change_dates(apps, schema_editor):
    alias = schema_editor.connection.alias
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.using(alias).filter(name__in=ROLES):
        codenames = NEW.intersection(ROLES[group.name])
        group.permissions.add(
            *Permission.objects.using(alias).filter(content_type__app_label="articles", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_changes_seen"),
    ]

    operations = [
        migrations.AddField(
            model_name="author",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merged",
                to="articles.author",
                verbose_name="merged into",
            ),
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=120, unique=True, verbose_name="address")),
                (
                    "issue",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.issue"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.page"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.section"
                    ),
                ),
            ],
            options={
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
                "ordering": ["id"],
                "default_permissions": [],
            },
        ),
        migrations.RunPython(let_the_chief_change_dates, migrations.RunPython.noop),
    ]
