"""R22: readings of the Framework of Analysis, added and never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from mad.docket.append_only import append_only

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_parts_kept'),
        ('docket', '0002_append_only'),
        ('evidence', '0015_salts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FrameworkReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=8)),
                ('status', models.CharField(choices=[('absent', 'Absent'), ('emerging', 'Emerging'), ('present', 'Present'), ('unknown', 'Unknown')], max_length=8)),
                ('trend', models.CharField(choices=[('rising', 'Rising'), ('steady', 'Steady'), ('falling', 'Falling'), ('unknown', 'Unknown')], max_length=8)),
                ('grounds', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=PROTECT, related_name='framework', to='cases.case')),
                ('entry', models.ForeignKey(on_delete=PROTECT, related_name='+', to='docket.entry')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['case', 'indicator', 'id'], name='readings_of_an_indicator')],
                'constraints': [
                    models.CheckConstraint(condition=Q(('status__in', ['absent', 'emerging', 'present', 'unknown'])), name='reading_status_is_known'),
                    models.CheckConstraint(condition=Q(('trend__in', ['rising', 'steady', 'falling', 'unknown'])), name='reading_trend_is_known'),
                    models.CheckConstraint(condition=Q(Q(('status', 'unknown'), _negated=True), ('trend', 'unknown'), _connector='OR'), name='the_unknown_has_no_trend'),
                    models.CheckConstraint(condition=Q(('status', 'unknown'), Q(('grounds', ''), _negated=True), _connector='OR'), name='what_is_known_has_grounds'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReadingEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('linked', models.BooleanField()),
                ('item', models.ForeignKey(on_delete=PROTECT, related_name='+', to='evidence.item')),
                ('reading', models.ForeignKey(on_delete=PROTECT, related_name='evidence', to='cases.frameworkreading')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('reading', 'item'), name='a_reading_names_an_item_once')],
            },
        ),
        append_only('cases_frameworkreading', 'cases_readingevidence'),
    ]
