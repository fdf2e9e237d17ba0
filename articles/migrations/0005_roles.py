from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles.roles import ROLES


def add_roles(apps, schema_editor):
    alias = schema_editor.connection.alias
    # Permissions are made after all migrations have run; the roles need them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, using=alias, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        group, _created = Group.objects.using(alias).get_or_create(name=name)
        permissions = Permission.objects.using(alias).filter(
            content_type__app_label="articles", codename__in=codenames
        )
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_the_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(add_roles, migrations.RunPython.noop)]
