from django.db import migrations

import articles.models.articles
from articles import search


def install(apps, schema_editor):
    search.engine_of(schema_editor.connection).index.install(schema_editor.connection)


def uninstall(apps, schema_editor):
    search.engine_of(schema_editor.connection).index.uninstall(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0002_sections_to_begin_with"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="byline",
            field=articles.models.articles.TriggerTextField(
                default="", editable=False, help_text="The contributions in words, for the search."
            ),
        ),
        migrations.RunPython(install, uninstall),
    ]
