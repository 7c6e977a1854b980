import deliberation.procedure.form
import deliberation.procedure.outputs
import deliberation.procedure.votes
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0002_append_only'),
        ('docket', '0002_append_only'),
        ('evidence', '0002_nothing_is_lost'),
        ('membership', '0002_append_only'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('tool', models.CharField(blank=True, max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('cls', models.CharField(choices=[('peaceful', 'Peaceful'), ('coercive', 'Coercive without force'), ('force', 'Force')], max_length=10, verbose_name='class')),
                ('charter_basis', models.CharField(max_length=200)),
                ('who', models.CharField(max_length=300, verbose_name='who acts')),
                ('aim', models.TextField()),
                ('effect', models.TextField(blank=True, verbose_name='expected effect')),
                ('risks', models.TextField(blank=True)),
                ('tabled_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('determination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.determination')),
                ('tabled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
            ],
            options={
                'ordering': ['ordinal'],
                'constraints': [models.CheckConstraint(condition=models.Q(('cls__in', ['peaceful', 'coercive', 'force'])), name='option_class_is_known'), models.UniqueConstraint(fields=('case', 'ordinal'), name='options_are_numbered'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='option_has_a_title')],
            },
        ),
        migrations.CreateModel(
            name='FailureReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='failure_reasons', to='deliberation.option')),
            ],
            options={
                'ordering': ['option_id', '-version'],
                'constraints': [models.UniqueConstraint(fields=('option', 'version'), name='one_failure_reason_per_version'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='failure_reason_has_text')],
            },
        ),
        migrations.CreateModel(
            name='OptionScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('effect', models.PositiveSmallIntegerField(verbose_name='effect on civilians')),
                ('speed', models.PositiveSmallIntegerField()),
                ('feasibility', models.PositiveSmallIntegerField()),
                ('harm', models.PositiveSmallIntegerField(verbose_name='harm avoided')),
                ('pull', models.PositiveSmallIntegerField(verbose_name='pull toward negotiation')),
                ('at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='deliberation.option')),
            ],
            options={
                'ordering': ['option_id', 'member_id', '-version'],
                'constraints': [models.UniqueConstraint(fields=('option', 'member', 'version'), name='one_score_per_version'), models.CheckConstraint(condition=models.Q(('effect__range', (1, 5))), name='option_effect_is_1_to_5'), models.CheckConstraint(condition=models.Q(('speed__range', (1, 5))), name='option_speed_is_1_to_5'), models.CheckConstraint(condition=models.Q(('feasibility__range', (1, 5))), name='option_feasibility_is_1_to_5'), models.CheckConstraint(condition=models.Q(('harm__range', (1, 5))), name='option_harm_is_1_to_5'), models.CheckConstraint(condition=models.Q(('pull__range', (1, 5))), name='option_pull_is_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='Output',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('draft_resolution', 'Draft resolution'), ('emergency_call', 'Emergency call'), ('request_to_be_heard', 'Request to be heard'), ('press_statement', 'Press statement'), ('comment', 'Comment'), ('findings', 'Findings')], max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('language', models.CharField(default='en', max_length=5)),
                ('stage', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('adopted', 'Adopted'), ('transmitted', 'Transmitted'), ('published', 'Published'), ('withdrawn', 'Withdrawn'), ('superseded', 'Superseded')], default='draft', max_length=12)),
                ('version', models.PositiveIntegerField(default=1)),
                ('drafted_at', models.DateTimeField()),
                ('adopted_at', models.DateTimeField(null=True)),
                ('adopted_lines', models.JSONField(null=True)),
                ('adopted_digest', models.CharField(blank=True, max_length=64)),
                ('transmitted_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('determination', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.determination')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='deliberation.output')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [deliberation.procedure.outputs.OutputKind['DRAFT_RESOLUTION'], deliberation.procedure.outputs.OutputKind['EMERGENCY_CALL'], deliberation.procedure.outputs.OutputKind['REQUEST_TO_BE_HEARD'], deliberation.procedure.outputs.OutputKind['PRESS_STATEMENT'], deliberation.procedure.outputs.OutputKind['COMMENT'], deliberation.procedure.outputs.OutputKind['FINDINGS']])), name='output_kind_is_known'), models.CheckConstraint(condition=models.Q(('stage__in', [deliberation.procedure.outputs.Stage['DRAFT'], deliberation.procedure.outputs.Stage['IN_REVIEW'], deliberation.procedure.outputs.Stage['ADOPTED'], deliberation.procedure.outputs.Stage['TRANSMITTED'], deliberation.procedure.outputs.Stage['PUBLISHED'], deliberation.procedure.outputs.Stage['WITHDRAWN'], deliberation.procedure.outputs.Stage['SUPERSEDED']])), name='output_stage_is_known'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='output_has_a_title'), models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['adopted', 'transmitted', 'published', 'superseded']), _negated=True), models.Q(('adopted_at__isnull', False), ('adopted_lines__isnull', False)), _connector='OR'), name='what_is_transmitted_was_adopted'), models.CheckConstraint(condition=models.Q(('published_at', None), ('transmitted_at__isnull', False), _connector='OR'), name='what_is_published_was_transmitted'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'withdrawn'), _negated=True), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='a_withdrawal_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('addressee', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('state', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.state')),
                ('output', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='deliberation.output')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('output', 'addressee'), name='delivered_once_each')],
            },
        ),
        migrations.CreateModel(
            name='Paragraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('preambular', 'Preambular'), ('operative', 'Operative'), ('plain', 'Plain')], max_length=12)),
                ('position', models.PositiveIntegerField()),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('opening', models.CharField(blank=True, max_length=60)),
                ('text', models.TextField()),
                ('measure', models.CharField(blank=True, choices=[('cessation', 'Cessation of attacks'), ('negotiation', 'Negotiation'), ('good_offices', 'Good offices and mediation'), ('ceasefire', 'Ceasefire'), ('humanitarian_access', 'Humanitarian access'), ('monitoring', 'Monitoring and observation'), ('inquiry', 'Inquiry and fact-finding'), ('evidence', 'Preservation of evidence'), ('protection', 'Protection of civilians without force'), ('accountability', 'Accountability'), ('assistance', 'Assistance and capacity'), ('other_peaceful', 'Another peaceful measure'), ('arms_embargo', 'Arms embargo'), ('asset_freeze', 'Asset freeze'), ('travel_ban', 'Travel ban'), ('other_sanctions', 'Other sanctions'), ('court_referral', 'Referral to the Court'), ('other_coercive', 'Another coercive measure without force'), ('protection_force', 'Protection of civilians by force'), ('no_fly_zone', 'No-fly zone'), ('armed_presence', 'Armed presence or intervention'), ('reporting', 'Reporting'), ('seized', 'Remaining seized')], max_length=30)),
                ('addressee', models.CharField(blank=True, max_length=200)),
                ('territory', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, size=None)),
                ('of_fact', models.BooleanField(default=False)),
                ('citations', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('fixed', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('edited_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('option', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deliberation.option')),
                ('output', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paragraphs', to='deliberation.output')),
            ],
            options={
                'ordering': ['output_id', 'position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('part__in', [deliberation.procedure.form.Part['PREAMBULAR'], deliberation.procedure.form.Part['OPERATIVE'], deliberation.procedure.form.Part['PLAIN']])), name='paragraph_part_is_known'), models.CheckConstraint(condition=models.Q(('level__lte', 3)), name='paragraph_level_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('opening', ''), _negated=True), _connector='OR'), name='paragraph_has_text'), models.CheckConstraint(condition=models.Q(('measure', ''), ('measure__in', ['cessation', 'negotiation', 'good_offices', 'ceasefire', 'humanitarian_access', 'monitoring', 'inquiry', 'evidence', 'protection', 'accountability', 'assistance', 'other_peaceful', 'arms_embargo', 'asset_freeze', 'travel_ban', 'other_sanctions', 'court_referral', 'other_coercive', 'protection_force', 'no_fly_zone', 'armed_presence', 'reporting', 'seized']), _connector='OR'), name='paragraph_measure_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Clearance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('words', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='deliberation.paragraph')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('paragraph', 'version', 'member'), name='cleared_once_each')],
            },
        ),
        migrations.CreateModel(
            name='ParagraphVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='deliberation.paragraph')),
            ],
            options={
                'ordering': ['paragraph_id', '-version'],
                'constraints': [models.UniqueConstraint(fields=('paragraph', 'version'), name='one_text_per_paragraph_version')],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('drafted_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('determination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.determination')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('case', 'version'), name='one_recommendation_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('option', 'Option'), ('insufficiency', 'Finding of insufficiency'), ('recommendation', 'Recommendation'), ('output', 'Output')], max_length=15)),
                ('cls', models.CharField(choices=[('peaceful', 'Peaceful'), ('coercive', 'Coercive without force'), ('force', 'Force')], max_length=10, verbose_name='class')),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True)),
                ('moved_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('tabled', 'Tabled'), ('voting', 'Voting is open'), ('carried', 'Carried'), ('not_carried', 'Not carried'), ('inquorate', 'Inquorate'), ('void', 'Void')], default='tabled', max_length=12)),
                ('stage_entry', models.PositiveIntegerField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('determination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.determination')),
                ('moved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
                ('new_evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.item')),
                ('reconsiders', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reconsidered_by', to='deliberation.motion')),
                ('seconded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
                ('option', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='deliberation.option')),
                ('output', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='deliberation.output')),
                ('recommendation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='deliberation.recommendation')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('cls__in', ['peaceful', 'coercive', 'force'])), name='motion_class_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['tabled', 'voting', 'carried', 'not_carried', 'inquorate', 'void'])), name='motion_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'option'), ('option__isnull', False), ('output', None), ('recommendation', None)), models.Q(('kind', 'recommendation'), ('option', None), ('output', None), ('recommendation__isnull', False)), models.Q(('kind', 'output'), ('option', None), ('output__isnull', False), ('recommendation', None)), models.Q(('kind', 'insufficiency'), ('option', None), ('output', None), ('recommendation', None)), _connector='OR'), name='motion_has_the_object_of_its_kind'), models.CheckConstraint(condition=models.Q(models.Q(('new_evidence', None), ('reconsiders', None)), models.Q(('new_evidence__isnull', False), ('reconsiders__isnull', False)), _connector='OR'), name='reconsidered_on_new_evidence'), models.UniqueConstraint(condition=models.Q(('state__in', ['tabled', 'voting', 'carried', 'inquorate', 'void'])), fields=('option',), name='one_live_motion_per_option'), models.UniqueConstraint(condition=models.Q(('state__in', ['tabled', 'voting', 'inquorate', 'void'])), fields=('output',), name='one_live_motion_per_output'), models.UniqueConstraint(condition=models.Q(('kind', 'insufficiency'), ('state__in', ['tabled', 'voting', 'inquorate', 'void'])), fields=('case',), name='one_live_motion_of_insufficiency')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
                ('output', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='deliberation.output')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('output', 'member'), name='signed_once_each')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('who', models.CharField(max_length=300)),
                ('what', models.TextField()),
                ('when', models.CharField(max_length=200)),
                ('if_it_fails', models.TextField(blank=True)),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deliberation.option')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='deliberation.recommendation')),
            ],
            options={
                'ordering': ['ordinal'],
                'constraints': [models.UniqueConstraint(fields=('recommendation', 'ordinal'), name='steps_are_numbered'), models.UniqueConstraint(fields=('recommendation', 'option'), name='an_option_is_one_step')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('text', models.TextField()),
                ('text_digest', models.CharField(max_length=64)),
                ('roster', models.JSONField()),
                ('council', models.JSONField()),
                ('rule', models.JSONField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('carried', 'Carried'), ('not_carried', 'Not carried'), ('inquorate', 'Inquorate'), ('void', 'Void')], max_length=12)),
                ('entitled', models.PositiveSmallIntegerField(null=True)),
                ('yes', models.PositiveSmallIntegerField(null=True)),
                ('no', models.PositiveSmallIntegerField(null=True)),
                ('abstain', models.PositiveSmallIntegerField(null=True)),
                ('struck', models.JSONField(default=list)),
                ('disqualified', models.JSONField(default=list)),
                ('arithmetic', models.TextField(blank=True)),
                ('void_reason', models.TextField(blank=True)),
                ('closing_entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='docket.entry')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='docket.entry')),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='deliberation.motion')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['motion_id', 'ordinal'],
                'constraints': [models.UniqueConstraint(fields=('motion', 'ordinal'), name='votes_are_numbered'), models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('motion',), name='one_open_vote_per_motion'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opened_at'))), name='vote_runs_forward'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('abstain__isnull', False), ('closed_at__isnull', False), ('entitled__isnull', False), ('no__isnull', False), ('outcome__in', ['carried', 'not_carried', 'inquorate', 'void']), ('yes__isnull', False)), _connector='OR'), name='a_closed_vote_has_a_result'), models.CheckConstraint(condition=models.Q(('entitled', None), ('entitled__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('yes'), '+', models.F('no')), '+', models.F('abstain'))), _connector='OR'), name='no_more_ballots_than_entitled'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'carried'), _negated=True), models.Q(('entitled__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('yes'), '*', models.Value(3)), '/', models.Value(2))), ('yes__gte', 1)), _connector='OR'), name='carried_means_two_thirds'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'void'), _negated=True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='a_void_vote_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('choice', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('abstain', 'Abstain')], max_length=7)),
                ('explanation', models.TextField(blank=True)),
                ('salt', models.BinaryField(max_length=32)),
                ('digest', models.CharField(max_length=64)),
                ('cast_at', models.DateTimeField()),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='docket.entry')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='deliberation.vote')),
            ],
            options={
                'ordering': ['vote_id', 'member_id', 'version'],
                'constraints': [models.UniqueConstraint(fields=('vote', 'member', 'version'), name='one_ballot_per_version'), models.CheckConstraint(condition=models.Q(('choice__in', [deliberation.procedure.votes.Choice['YES'], deliberation.procedure.votes.Choice['NO'], deliberation.procedure.votes.Choice['ABSTAIN']])), name='choice_is_known')],
            },
        ),
        migrations.AddIndex(
            model_name='output',
            index=models.Index(fields=['case', '-id'], name='outputs_of_a_case'),
        ),
        migrations.AddIndex(
            model_name='motion',
            index=models.Index(fields=['case', '-id'], name='motions_of_a_case'),
        ),
    ]
