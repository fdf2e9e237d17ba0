
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0020_facsimiles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='article',
            name='status',
            field=models.CharField(choices=[('writing', 'being written'), ('draft', 'draft'), ('approved', 'approved'), ('withdrawn', 'withdrawn'), ('merged', 'merged into another'), ('spiked', 'spiked')], default='draft', max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='action',
            field=models.CharField(choices=[('created', 'created'), ('changed', 'changed'), ('deleted', 'deleted'), ('proposed', 'change waits for review'), ('applied', 'pending version published'), ('discarded', 'pending version discarded'), ('signed', 'signed off'), ('voided', 'sign-offs void'), ('submitted', 'submitted for review'), ('reopened', 'put back to draft'), ('spiked', 'spiked'), ('unspiked', 'brought back'), ('withdrawn', 'withdrawn'), ('restored', 'put back on the site'), ('corrected', 'correction published'), ('settled', 'problems settled'), ('rearranged', 'parts rearranged'), ('undone', 'step undone'), ('imported', 'imported'), ('previewed', 'preview link made'), ('operated', 'maintenance'), ('revoked', 'revoked'), ('signed_in', 'signed in'), ('signed_out', 'signed out'), ('not_in', 'signing in failed'), ('locked_out', 'signing in locked')], max_length=12, verbose_name='what was done'),
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='articles.article', verbose_name='article')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ['id'],
                'default_permissions': [],
            },
        ),
    ]
