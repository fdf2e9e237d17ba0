from django.db import migrations

from articles.search import postgresql_index


def renew(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "postgresql" and not postgresql_index.has_this_form(connection):
        postgresql_index.rebuild(connection)


class Migration(migrations.Migration):
    # Readers search the old index until the new one stands, which a transaction would not let them.
    atomic = False

    dependencies = [
        ("articles", "0011_tokens_at_the_desk"),
    ]

    operations = [
        migrations.RunPython(renew, migrations.RunPython.noop, elidable=True),
    ]
