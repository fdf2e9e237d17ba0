from django.db import migrations, models

from articles.text.segmentation import keywords

BATCH = 500


def find_keywords(apps, schema_editor):
    articles = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    batch = []
    for article in articles.only("title").iterator(BATCH):
        article.keywords = keywords(article.title)
        batch.append(article)
        if len(batch) == BATCH:
            articles.bulk_update(batch, ["keywords"])
            batch = []
    articles.bulk_update(batch, ["keywords"])


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0008_api_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="keywords",
            field=models.JSONField(
                default=list,
                editable=False,
                help_text="The rarest words of headline or beginning, by which related stories are found.",
            ),
        ),
        migrations.RunPython(find_keywords, migrations.RunPython.noop, elidable=True),
    ]
