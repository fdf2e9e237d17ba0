from django.db import migrations
from django.db.models import Max


def corrections_count_as_changes(apps, schema_editor):
    """A correction now changes its story's `updated_at`; so must those published before."""
    Article = apps.get_model("articles", "Article")
    # A restored backup is migrated in a database of its own, beside the default one.
    articles = Article.objects.using(schema_editor.connection.alias)
    for article in articles.annotate(corrected_at=Max("corrections__created_at")).filter(corrected_at__isnull=False):
        if article.corrected_at > article.updated_at:
            articles.filter(pk=article.pk).update(updated_at=article.corrected_at)


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_accounts")]

    operations = [migrations.RunPython(corrections_count_as_changes, migrations.RunPython.noop, elidable=True)]
