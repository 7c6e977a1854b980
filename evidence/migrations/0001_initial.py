import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField()),
                ('type', models.CharField(blank=True, max_length=120)),
                ('scan', models.CharField(blank=True, max_length=200)),
                ('checked_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='no_stored_file_is_empty'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='sha256_is_hex')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('narrative', models.TextField()),
                ('received_at', models.DateTimeField()),
                ('known_since', models.DateTimeField(null=True)),
                ('period_from', models.DateField(null=True)),
                ('period_to', models.DateField(null=True)),
                ('state_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None)),
                ('places', models.JSONField(default=list)),
                ('declared_sensitivity', models.CharField(choices=[('unclassified', 'Unclassified'), ('confidential', 'Confidential'), ('strictly_confidential', 'Strictly confidential')], max_length=24)),
                ('protect_source', models.BooleanField(default=False)),
                ('release_terms', models.TextField(blank=True)),
                ('quick_matrix', models.JSONField(default=dict)),
                ('alarm', models.BooleanField(default=False)),
                ('idempotency_key', models.CharField(max_length=200, null=True)),
                ('body_digest', models.CharField(blank=True, max_length=64)),
                ('salt', models.BinaryField(default=bytes, max_length=32)),
                ('received_files', models.JSONField(default=list)),
                ('entry_id', models.BigIntegerField()),
                ('status', models.CharField(choices=[('received', 'Received'), ('queried', 'Queried'), ('held', 'Held'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='received', max_length=12)),
                ('sensitivity', models.CharField(choices=[('unclassified', 'Unclassified'), ('confidential', 'Confidential'), ('strictly_confidential', 'Strictly confidential')], max_length=24)),
                ('source_grade', models.CharField(blank=True, choices=[('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D'), ('E', 'E'), ('F', 'F')], default='', max_length=1)),
                ('info_grade', models.CharField(blank=True, choices=[('1', '1'), ('2', '2'), ('3', '3'), ('4', '4'), ('5', '5'), ('6', '6')], default='', max_length=1)),
                ('due_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                ('sent_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('number',), name='one_submission_per_number'), models.UniqueConstraint(fields=('office', 'idempotency_key'), name='one_submission_per_idempotency_key'), models.CheckConstraint(condition=models.Q(('status__in', ['received', 'queried', 'held', 'accepted', 'declined', 'withdrawn'])), name='submission_status_is_known'), models.CheckConstraint(condition=models.Q(('sensitivity__in', ['unclassified', 'confidential', 'strictly_confidential'])), name='submission_sensitivity_is_known'), models.CheckConstraint(condition=models.Q(('declared_sensitivity__in', ['unclassified', 'confidential', 'strictly_confidential'])), name='declared_sensitivity_is_known'), models.CheckConstraint(condition=models.Q(('source_grade__in', ['A', 'B', 'C', 'D', 'E', 'F', ''])), name='submission_source_grade_is_known'), models.CheckConstraint(condition=models.Q(('info_grade__in', ['1', '2', '3', '4', '5', '6', ''])), name='submission_info_grade_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'accepted'), _negated=True), models.Q(models.Q(('source_grade', ''), _negated=True), models.Q(('info_grade', ''), _negated=True)), _connector='OR'), name='accepted_means_graded'), models.CheckConstraint(condition=models.Q(('period_from', None), ('period_to', None), ('period_to__gte', models.F('period_from')), _connector='OR'), name='submission_period_runs_forward'), models.CheckConstraint(condition=models.Q(('protect_source', False), models.Q(('salt', b''), _negated=True), _connector='OR'), name='a_protected_source_is_salted')],
            },
        ),
        migrations.CreateModel(
            name='SourceReveal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reveals', to='evidence.submission')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_reveal_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ScreeningDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('accept', 'Accept'), ('hold', 'Hold'), ('query', 'Query'), ('decline', 'Decline'), ('answer', 'Answer'), ('wake', 'Wake'), ('withdraw', 'Withdraw')], max_length=10)),
                ('at', models.DateTimeField()),
                ('grounds', models.TextField(blank=True)),
                ('source_grade', models.CharField(blank=True, choices=[('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D'), ('E', 'E'), ('F', 'F')], default='', max_length=1)),
                ('info_grade', models.CharField(blank=True, choices=[('1', '1'), ('2', '2'), ('3', '3'), ('4', '4'), ('5', '5'), ('6', '6')], default='', max_length=1)),
                ('sensitivity', models.CharField(blank=True, choices=[('unclassified', 'Unclassified'), ('confidential', 'Confidential'), ('strictly_confidential', 'Strictly confidential')], max_length=24)),
                ('hold_until', models.DateTimeField(null=True)),
                ('destination', models.CharField(blank=True, max_length=60)),
                ('late_by', models.DurationField(null=True)),
                ('version', models.PositiveIntegerField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='evidence.submission')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'version'), name='one_decision_per_version'), models.CheckConstraint(condition=models.Q(('decision__in', ['accept', 'hold', 'query', 'decline', 'answer', 'wake', 'withdraw'])), name='screening_decision_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='evidence.submission')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Query',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='queries', to='evidence.submission')),
            ],
            options={
                'verbose_name_plural': 'queries',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('submission',), name='one_open_query'), models.CheckConstraint(condition=models.Q(('answer', ''), ('answered_at__isnull', False), _connector='OR'), name='an_answer_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='NamedReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_readers', to='evidence.submission')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('submission', 'user'), name='a_reader_is_named_once')],
            },
        ),
        migrations.CreateModel(
            name='SubmissionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('claimed_type', models.CharField(blank=True, max_length=120)),
                ('verdict', models.CharField(choices=[('pending', 'Pending'), ('released', 'Released'), ('held', 'Held')], default='pending', max_length=10)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='evidence.storedfile')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='evidence.submission')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'name'), name='a_name_once_per_submission'), models.CheckConstraint(condition=models.Q(('verdict__in', ['pending', 'released', 'held'])), name='file_verdict_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'held'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='a_held_file_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('title', models.CharField(max_length=200)),
                ('excerpt', models.TextField(blank=True)),
                ('source_grade', models.CharField(choices=[('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D'), ('E', 'E'), ('F', 'F')], max_length=1)),
                ('info_grade', models.CharField(choices=[('1', '1'), ('2', '2'), ('3', '3'), ('4', '4'), ('5', '5'), ('6', '6')], max_length=1)),
                ('sensitivity', models.CharField(choices=[('unclassified', 'Unclassified'), ('confidential', 'Confidential'), ('strictly_confidential', 'Strictly confidential')], max_length=24)),
                ('created_at', models.DateTimeField()),
                ('retracted_at', models.DateTimeField(null=True)),
                ('retraction_reason', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('derived_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='derivatives', to='evidence.item')),
                ('retracted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='evidence.submission')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='evidence.submissionfile')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('source_grade__in', ['A', 'B', 'C', 'D', 'E', 'F'])), name='item_source_grade_is_known'), models.CheckConstraint(condition=models.Q(('info_grade__in', ['1', '2', '3', '4', '5', '6'])), name='item_info_grade_is_known'), models.CheckConstraint(condition=models.Q(('sensitivity__in', ['unclassified', 'confidential', 'strictly_confidential'])), name='item_sensitivity_is_known'), models.UniqueConstraint(fields=('submission', 'file'), name='one_item_per_file'), models.CheckConstraint(condition=models.Q(models.Q(('file', None), ('sha256', '')), models.Q(('file__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='an_item_of_a_file_has_its_hash'), models.CheckConstraint(condition=models.Q(('derived_from', None), models.Q(('derived_from', models.F('id')), _negated=True), _connector='OR'), name='an_item_is_not_its_own_origin'), models.CheckConstraint(condition=models.Q(('retracted_at', None), models.Q(('retraction_reason', ''), _negated=True), _connector='OR'), name='a_retraction_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=60)),
                ('fields', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'place'), name='one_draft_per_person_and_place')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20)),
                ('source_id', models.CharField(max_length=40)),
                ('type_of_violence', models.PositiveSmallIntegerField()),
                ('country', models.CharField(max_length=120)),
                ('region', models.CharField(blank=True, max_length=40)),
                ('adm_1', models.CharField(blank=True, max_length=200)),
                ('adm_2', models.CharField(blank=True, max_length=200)),
                ('place', models.CharField(blank=True, max_length=300)),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('place_precision', models.PositiveSmallIntegerField()),
                ('date_start', models.DateField()),
                ('date_end', models.DateField()),
                ('date_precision', models.PositiveSmallIntegerField()),
                ('actor', models.CharField(max_length=300)),
                ('opponent', models.CharField(max_length=300)),
                ('conflict', models.CharField(blank=True, max_length=300)),
                ('civilians', models.IntegerField()),
                ('low', models.IntegerField()),
                ('best', models.IntegerField()),
                ('high', models.IntegerField()),
                ('reported_by', models.TextField(blank=True)),
                ('row_digest', models.CharField(max_length=64)),
                ('release', models.CharField(max_length=80)),
                ('loaded_at', models.DateTimeField()),
                ('state', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.state')),
            ],
            options={
                'ordering': ['date_start', 'id'],
                'indexes': [models.Index(fields=['state', 'date_start'], name='incidents_of_a_state'), models.Index(condition=models.Q(('type_of_violence', 3)), fields=['actor', 'date_start'], name='killings_by_actor')],
                'constraints': [models.UniqueConstraint(fields=('source', 'source_id'), name='one_incident_per_source_id'), models.CheckConstraint(condition=models.Q(('date_end__gte', models.F('date_start'))), name='an_incident_runs_forward'), models.CheckConstraint(condition=models.Q(('type_of_violence__in', [1, 2, 3])), name='incident_kind_is_known'), models.CheckConstraint(condition=models.Q(('best__gte', 0), ('civilians__gte', 0), ('high__gte', 0), ('low__gte', 0)), name='incident_deaths_are_counts'), models.CheckConstraint(condition=models.Q(('lat', None), models.Q(('lat__range', (-90, 90)), ('lon__range', (-180, 180))), _connector='OR'), name='incident_is_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='GradeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=40)),
                ('source_before', models.CharField(choices=[('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D'), ('E', 'E'), ('F', 'F')], max_length=1)),
                ('info_before', models.CharField(choices=[('1', '1'), ('2', '2'), ('3', '3'), ('4', '4'), ('5', '5'), ('6', '6')], max_length=1)),
                ('source_after', models.CharField(choices=[('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D'), ('E', 'E'), ('F', 'F')], max_length=1)),
                ('info_after', models.CharField(choices=[('1', '1'), ('2', '2'), ('3', '3'), ('4', '4'), ('5', '5'), ('6', '6')], max_length=1)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='evidence.item')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('item', 'version'), name='one_change_per_item_version'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_grade_change_has_a_reason')],
            },
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('status__in', ['held', 'queried', 'received'])), fields=['due_at', 'id'], name='screening_queue'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['office', '-id'], name='submissions_of_an_office'),
        ),
    ]
