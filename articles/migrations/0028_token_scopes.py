from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0027_latest_changes")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="scopes",
            field=models.CharField(
                default="write import",
                help_text="Values of Scope, with a blank between.",
                max_length=60,
                verbose_name="scopes",
            ),
        ),
    ]
