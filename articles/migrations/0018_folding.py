from django.db import migrations

from articles.search import postgresql_index


def rebuild(apps, schema_editor):
    """Index traditional characters, radicals and spaced names as now folded. SQLite's index is rebuilt after every
    migration (articles/search/signals.py)."""
    connection = schema_editor.connection
    if connection.vendor == "postgresql" and not postgresql_index.has_this_form(connection):
        postgresql_index.rebuild(connection)


class Migration(migrations.Migration):
    # Readers search the old index until the new one stands, which a transaction would not let them.
    atomic = False

    dependencies = [
        ("articles", "0017_former_addresses"),
    ]

    operations = [
        migrations.RunPython(rebuild, migrations.RunPython.noop, elidable=True),
    ]
