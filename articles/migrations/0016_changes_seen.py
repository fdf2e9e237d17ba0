from django.db import migrations
from django.db.models import Max


def corrections_count_as_changes(apps, schema_editor):
    """A correction now changes its story's `updated_at`; so must those published before."""
    Article = apps.get_model("articles", "Article")
    for article in Article.objects.annotate(corrected_at=Max("corrections__created_at")).filter(corrected_at__isnull=False):
        if article.corrected_at > article.updated_at:
            Article.objects.filter(pk=article.pk).update(updated_at=article.corrected_at)


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_accounts")]

    operations = [migrations.RunPython(corrections_count_as_changes, migrations.RunPython.noop, elidable=True)]
