import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from articles.roles import ROLES

NEW = {"view_picture", "add_picture", "change_picture", "delete_picture"}


def let_roles_keep_pictures(apps, schema_editor):
    alias = schema_editor.connection.alias
    # Permissions are made after all migrations have run; the roles need them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, using=alias, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.using(alias).filter(name__in=ROLES):
        codenames = NEW.intersection(ROLES[group.name])
        group.permissions.add(
            *Permission.objects.using(alias).filter(content_type__app_label="articles", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0018_folding"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="last_picture",
            field=models.PositiveSmallIntegerField(
                editable=False,
                help_text="The highest number a picture of this story ever had. None is used twice.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "digest",
                    models.CharField(
                        editable=False,
                        help_text="SHA-256 of the original, in hexadecimal.",
                        max_length=64,
                        unique=True,
                        verbose_name="digest",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        editable=False, help_text="As uploaded.", max_length=200, verbose_name="file name"
                    ),
                ),
                (
                    "suffix",
                    models.CharField(
                        editable=False, help_text="Of the original, by its content, e.g. jpg.", max_length=5
                    ),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(
                        editable=False, help_text="Of the original, in bytes.", verbose_name="size"
                    ),
                ),
                (
                    "width",
                    models.PositiveIntegerField(
                        editable=False, help_text="In pixels, when upright.", verbose_name="width"
                    ),
                ),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="height")),
                (
                    "renditions",
                    models.JSONField(
                        default=list,
                        editable=False,
                        help_text="The files made for readers: name, width, height and bytes of each.",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="E.g. 新华社发 or 资料图片.", max_length=60, verbose_name="source"
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken")),
                (
                    "focal_x",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point, across",
                    ),
                ),
                (
                    "focal_y",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point, down",
                    ),
                ),
                (
                    "was_used",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Whether a story ever had it. Versions of stories need such pictures.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="uploaded")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PictureCredit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, default="摄影", max_length=20, verbose_name="role")),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="picture_credits",
                        to="articles.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credits",
                        to="articles.picture",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "photographer",
                "verbose_name_plural": "photographers",
                "ordering": ["order", "id"],
                "default_permissions": [],
            },
        ),
        migrations.AddField(
            model_name="picture",
            name="authors",
            field=models.ManyToManyField(
                related_name="pictures", through="articles.PictureCredit", to="articles.author"
            ),
        ),
        migrations.CreateModel(
            name="PictureUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="The block 图2：… of the text is the caption of picture 2.", verbose_name="number"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                (
                    "caption",
                    models.CharField(
                        blank=True,
                        help_text="Of a picture above the text; others have theirs in the text.",
                        max_length=500,
                        verbose_name="caption",
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What is to be seen, for readers who cannot see it; blank if the caption says so.",
                        max_length=300,
                        verbose_name="description",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picture_uses",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="articles.picture",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture of the story",
                "verbose_name_plural": "pictures of the story",
                "ordering": ["order", "number"],
                "default_permissions": [],
            },
        ),
        migrations.AddConstraint(
            model_name="picturecredit",
            constraint=models.UniqueConstraint(
                fields=("picture", "author", "role"),
                name="picture_credit_once_a_role",
                violation_error_message="This author is already named with this role.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pictureuse",
            constraint=models.UniqueConstraint(fields=("article", "number"), name="picture_number_once_an_article"),
        ),
        migrations.AddConstraint(
            model_name="pictureuse",
            constraint=models.UniqueConstraint(
                fields=("article", "picture"),
                name="picture_once_an_article",
                violation_error_message="The story has this picture already.",
            ),
        ),
        migrations.RunPython(let_roles_keep_pictures, migrations.RunPython.noop),
    ]
