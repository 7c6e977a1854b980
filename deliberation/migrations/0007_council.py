import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mad.docket.append_only import append_only


class Migration(migrations.Migration):
    """The Council's answer (R41) and the comparison of texts (R42). What was entered, said and judged is append-only."""

    dependencies = [
        ('deliberation', '0006_discussion'),
        ('docket', '0002_append_only'),
        ('membership', '0002_append_only'),
        ('reference', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CouncilMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('form', models.CharField(choices=[('meeting', 'Meeting'), ('consultations', 'Closed consultations'), ('not_taken_up', 'Not taken up')], max_length=15)),
                ('held_on', models.DateField()),
                ('symbol', models.CharField(blank=True, max_length=60)),
                ('heard', models.CharField(choices=[('heard', 'The Division was heard'), ('not_heard', 'The Division was not heard'), ('not_asked', 'The Division had not asked to be heard')], max_length=10)),
                ('spoke', models.CharField(blank=True, max_length=300)),
                ('note', models.TextField(blank=True)),
                ('source', models.URLField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('output', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='council_meetings', to='deliberation.output')),
            ],
            options={
                'ordering': ['output_id', 'held_on', 'ordinal'],
                'constraints': [
                    models.UniqueConstraint(fields=('output', 'ordinal'), name='council_meetings_are_numbered'),
                    models.UniqueConstraint(condition=models.Q(('symbol', ''), _negated=True), fields=('output', 'symbol'), name='a_council_meeting_is_recorded_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('form', 'meeting'), _negated=True), models.Q(('symbol', ''), _negated=True), _connector='OR'), name='a_council_meeting_has_a_symbol'),
                    models.CheckConstraint(condition=models.Q(models.Q(('form', 'not_taken_up'), _negated=True), models.Q(models.Q(('heard', 'heard'), _negated=True), models.Q(('note', ''), _negated=True)), _connector='OR'), name='what_was_not_taken_up_heard_nobody'),
                    models.CheckConstraint(condition=models.Q(models.Q(('heard', 'heard'), _negated=True), models.Q(('spoke', ''), _negated=True), _connector='OR'), name='who_was_heard_is_named'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CouncilText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('symbol', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=300)),
                ('dated', models.DateField()),
                ('divisions', models.BooleanField(verbose_name="the Division's own text")),
                ('put_by', models.CharField(blank=True, max_length=300)),
                ('planned_on', models.DateField(null=True)),
                ('paragraphs', models.JSONField(default=list)),
                ('source', models.URLField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('output', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='council_texts', to='deliberation.output')),
            ],
            options={
                'ordering': ['output_id', 'ordinal'],
                'constraints': [
                    models.UniqueConstraint(fields=('output', 'ordinal'), name='council_texts_are_numbered'),
                    models.UniqueConstraint(fields=('output', 'symbol'), name='a_council_text_is_recorded_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('symbol', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='a_council_text_has_symbol_and_title'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CouncilVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('on_what', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[('substantive', 'Substantive'), ('procedural', 'Procedural')], max_length=12)),
                ('yes', models.PositiveSmallIntegerField()),
                ('no', models.PositiveSmallIntegerField()),
                ('abstain', models.PositiveSmallIntegerField()),
                ('absent', models.PositiveSmallIntegerField()),
                ('permanent_no', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, size=None)),
                ('needed', models.PositiveSmallIntegerField()),
                ('seats', models.PositiveSmallIntegerField()),
                ('carried', models.BooleanField()),
                ('reason', models.CharField(choices=[('carried', 'Carried'), ('too_few_votes', 'Too few votes'), ('veto', 'Veto')], max_length=15)),
                ('arithmetic', models.TextField()),
                ('rule', models.JSONField()),
                ('passed_as', models.CharField(blank=True, max_length=60)),
                ('source', models.URLField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='deliberation.councilmeeting')),
                ('text', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='deliberation.counciltext')),
            ],
            options={
                'ordering': ['meeting_id', 'ordinal'],
                'constraints': [
                    models.UniqueConstraint(fields=('meeting', 'ordinal'), name='council_votes_are_numbered'),
                    models.CheckConstraint(condition=models.Q(('seats', models.F('yes') + models.F('no') + models.F('abstain') + models.F('absent'))), name='council_votes_fill_the_seats'),
                    models.CheckConstraint(condition=models.Q(models.Q(('carried', False), ('reason', 'too_few_votes'), ('yes__lt', models.F('needed'))), models.Q(('carried', False), ('kind', 'substantive'), ('reason', 'veto'), ('yes__gte', models.F('needed')), models.Q(('permanent_no', []), _negated=True)), models.Q(('carried', True), ('reason', 'carried'), ('yes__gte', models.F('needed')), models.Q(('kind', 'procedural'), ('permanent_no', []), _connector='OR')), _connector='OR'), name='council_result_follows_the_count'),
                    models.CheckConstraint(condition=models.Q(('passed_as', ''), ('carried', True), _connector='OR'), name='only_what_carried_became_a_resolution'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CouncilPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('abstain', 'Abstain'), ('absent', 'Absent'), ('not_participating', 'Not participating')], max_length=17)),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.state')),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='deliberation.councilvote')),
            ],
            options={
                'ordering': ['vote_id', 'state_id'],
                'constraints': [
                    models.UniqueConstraint(fields=('vote', 'state'), name='a_state_votes_once'),
                    models.CheckConstraint(condition=models.Q(('position__in', ['yes', 'no', 'abstain', 'absent', 'not_participating'])), name='council_position_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CouncilVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='deliberation.councilmeeting')),
                ('text', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='deliberation.counciltext')),
                ('vote', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='deliberation.councilvote')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('meeting__isnull', False), ('text', None), ('vote', None)), models.Q(('meeting', None), ('text__isnull', False), ('vote', None)), models.Q(('meeting', None), ('text', None), ('vote__isnull', False)), _connector='OR'), name='a_council_version_is_of_one_thing'),
                    models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_council_correction_has_a_reason'),
                    models.UniqueConstraint(fields=('meeting', 'version'), name='one_version_per_council_meeting'),
                    models.UniqueConstraint(fields=('text', 'version'), name='one_version_per_council_text'),
                    models.UniqueConstraint(fields=('vote', 'version'), name='one_version_per_council_vote'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CouncilExplanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('source', models.CharField(max_length=300)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.state')),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='deliberation.councilvote')),
            ],
            options={
                'ordering': ['vote_id', 'state_id', 'version'],
                'constraints': [
                    models.UniqueConstraint(fields=('vote', 'state', 'version'), name='one_council_explanation_per_version'),
                    models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='a_council_explanation_is_sourced'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExpectedPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('abstain', 'Abstain'), ('unknown', 'Unknown')], max_length=7)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.state')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expectations', to='deliberation.counciltext')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [
                    models.Index(fields=['text', 'state', '-id'], name='expected_of_a_text'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('position__in', ['yes', 'no', 'abstain', 'unknown'])), name='expected_position_is_known'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_expectation_has_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HistoricVeto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.CharField(max_length=60)),
                ('day', models.DateField()),
                ('subject', models.CharField(max_length=400)),
                ('repeat', models.PositiveSmallIntegerField(default=1)),
                ('meeting', models.CharField(blank=True, max_length=60)),
                ('topic', models.CharField(blank=True, max_length=100)),
                ('region', models.CharField(blank=True, max_length=60)),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None)),
                ('file_digest', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-day', 'draft', 'subject', 'repeat'],
                'indexes': [
                    models.Index(fields=['-day', '-id'], name='historic_vetoes_by_day'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('draft', 'day', 'subject', 'repeat'), name='a_historic_veto_is_loaded_once'),
                    models.CheckConstraint(condition=models.Q(('states__contained_by', ['CHN', 'FRA', 'GBR', 'RUS', 'USA']), models.Q(('states', []), _negated=True)), name='a_veto_is_cast_by_permanent_members'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Adequacy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text_version', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='adequacy', to='deliberation.counciltext')),
            ],
            options={
                'verbose_name_plural': 'adequacies',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='MeasureJudgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('finding', models.CharField(choices=[('full', 'Met in full'), ('part', 'Met in part'), ('weaker', 'Weaker'), ('absent', 'Absent')], max_length=7)),
                ('proposed', models.CharField(choices=[('full', 'Met in full'), ('part', 'Met in part'), ('weaker', 'Weaker'), ('absent', 'Absent')], max_length=7)),
                ('answered_by', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('adequacy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='deliberation.adequacy')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deliberation.paragraph')),
            ],
            options={
                'ordering': ['adequacy_id', 'paragraph_id', 'version'],
                'constraints': [
                    models.UniqueConstraint(fields=('adequacy', 'paragraph', 'version'), name='a_measure_is_judged_in_turn'),
                    models.CheckConstraint(condition=models.Q(('finding__in', ['full', 'part', 'weaker', 'absent'])), name='adequacy_finding_is_known'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_judgement_has_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AdequacyComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sufficient', models.BooleanField()),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('adequacy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='deliberation.adequacy')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('output', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='comment_of', to='deliberation.output')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='a_comment_says_why'),
                ],
            },
        ),
        append_only(
            "deliberation_councilversion",
            "deliberation_councilexplanation",
            "deliberation_expectedposition",
            "deliberation_historicveto",
            "deliberation_adequacy",
            "deliberation_measurejudgement",
            "deliberation_adequacycomment",
        ),
    ]
