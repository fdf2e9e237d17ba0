import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0019_pictures'),
    ]

    operations = [
        migrations.AddField(
            model_name='placement',
            name='zone',
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name='zone'),
        ),
        migrations.CreateModel(
            name='Facsimile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(db_index=True, help_text='SHA-256 of the PDF, in hex.', max_length=64, verbose_name='digest')),
                ('name', models.CharField(help_text='As uploaded.', max_length=200, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(help_text='Of the PDF, in bytes.', verbose_name='size')),
                ('sheet', models.PositiveSmallIntegerField(default=1, verbose_name='page of the PDF')),
                ('half', models.CharField(blank=True, help_text='left or right, of a sheet with two printed pages.', max_length=5)),
                ('width', models.FloatField(help_text='Of the printed page, in points.')),
                ('height', models.FloatField()),
                ('reading', models.JSONField(help_text="What reading the PDF returned, with the reader's version. A cache: other versions read again.", null=True)),
                ('withheld', models.JSONField(default=list, help_text='Zones of stories deleted before they were public: readers do not see them.')),
                ('renditions', models.JSONField(default=list, help_text='The images made for readers: name, width, height and bytes of each.')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='facsimile', to='articles.page', verbose_name='page')),
            ],
            options={
                'verbose_name': 'facsimile',
                'verbose_name_plural': 'facsimiles',
                'ordering': ['page'],
                'default_permissions': [],
            },
        ),
    ]
