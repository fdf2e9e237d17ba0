import django.db.models.deletion
from django.db import migrations, models

from articles.models.latest_changes import fill

# SQLite has one writer at a time, so numbers given while it writes are in the order of the commits.
SQLITE = """
CREATE TRIGGER articles_latestchange_{name} AFTER {event} ON articles_latestchange WHEN new.number IS NULL BEGIN
    UPDATE articles_latestchange SET number = max(
        CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER),
        (SELECT coalesce(max(number), 0) + 1 FROM articles_latestchange),
        {after}
    ) WHERE article_id = new.article_id;
END
"""
SQLITE_TRIGGERS = [
    SQLITE.format(name="insert", event="INSERT", after="1"),
    SQLITE.format(name="update", event="UPDATE OF number", after="coalesce(old.number, 0) + 1"),
]

# Deferred triggers run at the commit: the first for each changed row puts the negative of its former number, which
# queues a second run, after all that the commit has to check. So the holder of the lock waits for no other lock before it
# is committed, and the next transaction sees its numbers.
POSTGRESQL = """
CREATE FUNCTION article_change_number() RETURNS trigger LANGUAGE plpgsql AS $number$
BEGIN
    IF NEW.number IS NULL THEN
        UPDATE articles_latestchange SET number = -coalesce(OLD.number, article_id)
            WHERE article_id = NEW.article_id AND number IS NULL;
    ELSE
        PERFORM pg_advisory_xact_lock(TG_RELID::bigint);
        UPDATE articles_latestchange SET number = greatest(
            (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
            (SELECT coalesce(max(number), 0) + 1 FROM articles_latestchange),
            1 - number
        ) WHERE article_id = NEW.article_id AND number < 0;
    END IF;
    RETURN NULL;
END $number$;

CREATE CONSTRAINT TRIGGER articles_latestchange_number AFTER INSERT OR UPDATE OF number ON articles_latestchange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.number IS NULL OR NEW.number < 0)
    EXECUTE FUNCTION article_change_number();
"""
POSTGRESQL_REMOVAL = """
DROP TRIGGER articles_latestchange_number ON articles_latestchange;
DROP FUNCTION article_change_number;
"""


def create_triggers(apps, schema_editor):
    for statement in SQLITE_TRIGGERS if schema_editor.connection.vendor == "sqlite" else [POSTGRESQL]:
        schema_editor.execute(statement)


def remove_triggers(apps, schema_editor):
    # SQLite drops them with their table.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_REMOVAL)


def list_known_stories(apps, schema_editor):
    alias = schema_editor.connection.alias
    models = (apps.get_model("articles", name)._base_manager.using(alias) for name in ("Article", "LatestChange"))
    fill(*models)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0026_reader_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="LatestChange",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("created", "created"),
                            ("changed", "changed"),
                            ("corrected", "corrected"),
                            ("withdrawn", "withdrawn"),
                            ("restored", "restored"),
                            ("merged", "merged into another"),
                        ],
                        max_length=10,
                        verbose_name="what was done",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        db_index=True, help_text="The story's, when it was saved.", verbose_name="publish at"
                    ),
                ),
                (
                    "number",
                    models.BigIntegerField(
                        help_text="Microseconds since 1970, or more where two changes would have the same.",
                        null=True,
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "latest change",
                "verbose_name_plural": "latest changes",
                "ordering": ["number"],
                "default_permissions": [],
            },
        ),
        migrations.RunPython(list_known_stories, migrations.RunPython.noop),
        migrations.RunPython(create_triggers, remove_triggers),
    ]
