"""R10, R11: what is watched, nil returns, and the periods that ended in silence."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mad.docket.append_only import append_only

_KEPT = """
CREATE TRIGGER evidence_situation_kept BEFORE UPDATE OR DELETE ON evidence_situation
    FOR EACH ROW EXECUTE FUNCTION evidence_kept('until', 'ended_by_id', 'ended_at');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_bound_since'),
        ('evidence', '0003_texts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Situation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('state_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('name',), name='one_running_watch_per_name'), models.CheckConstraint(condition=models.Q(('state_codes', []), _negated=True), name='a_watch_has_a_state'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='a_watch_runs_forward')],
            },
        ),
        migrations.CreateModel(
            name='Lapse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField()),
                ('end', models.DateField()),
                ('at', models.DateTimeField()),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                ('situation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lapses', to='evidence.situation')),
            ],
            options={
                'ordering': ['-end', 'id'],
                'indexes': [models.Index(fields=['-end', 'id'], name='lapses_by_end')],
                'constraints': [models.UniqueConstraint(fields=('office', 'situation', 'first'), name='one_lapse_per_period'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('first'))), name='a_lapse_runs_forward')],
            },
        ),
        migrations.CreateModel(
            name='NilReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('state_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None)),
                ('period_from', models.DateField()),
                ('period_to', models.DateField()),
                ('received_at', models.DateTimeField()),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                ('sent_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['office', '-id'], name='nil_returns_of_an_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state_codes', []), _negated=True), name='a_nil_return_names_a_state'), models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='a_nil_return_runs_forward')],
            },
        ),
        migrations.AddIndex(
            model_name='submission',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['received_at'], name='submissions_by_receipt'),
        ),
        migrations.RunSQL(_KEPT, "DROP TRIGGER evidence_situation_kept ON evidence_situation"),
        append_only("evidence_nilreturn", "evidence_lapse"),
    ]
