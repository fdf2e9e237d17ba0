from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_pending_versions")]

    operations = [
        migrations.AddField(
            model_name="page",
            name="reviewed_in_print",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Whoever imported the page says it was printed. One final sign-off then publishes its stories.",
                verbose_name="printed already",
            ),
        ),
    ]
