

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deliberation', '0002_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='paragraph',
            name='source',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.CreateModel(
            name='Precedent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('symbol', models.CharField(max_length=60)),
                ('language', models.CharField(default='en', max_length=5)),
                ('year', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('digest', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-year', '-id'],
                'constraints': [models.UniqueConstraint(fields=('symbol', 'language'), name='one_precedent_per_symbol_and_language'), models.CheckConstraint(condition=models.Q(('symbol', ''), _negated=True), name='precedent_has_a_symbol')],
            },
        ),
        migrations.CreateModel(
            name='PrecedentParagraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('ordinal', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('preambular', 'Preambular'), ('operative', 'Operative'), ('sub', 'Sub-paragraph')], max_length=12)),
                ('number', models.CharField(blank=True, max_length=12)),
                ('label', models.CharField(max_length=40)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('opening', models.CharField(blank=True, max_length=160)),
                ('text', models.TextField(blank=True)),
                ('measures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('words', django.contrib.postgres.search.SearchVectorField(null=True)),
                ('precedent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='deliberation.precedent')),
            ],
            options={
                'ordering': ['-year', '-precedent_id', 'ordinal'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='precedent_words'), django.contrib.postgres.indexes.GinIndex(fields=['measures'], name='precedent_measures'), models.Index(fields=['-year', '-precedent', 'ordinal'], name='precedents_newest')],
                'constraints': [models.UniqueConstraint(fields=('precedent', 'ordinal'), name='one_precedent_paragraph_per_place'), models.CheckConstraint(condition=models.Q(('kind__in', ['preambular', 'operative', 'sub'])), name='precedent_kind_is_known')],
            },
        ),
    ]
