import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('docket', '0002_append_only'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Election',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('held_on', models.DateField(blank=True, null=True)),
                ('opened_at', models.DateTimeField()),
                ('fills', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='by_elections', to='membership.election')),
            ],
            options={
                'ordering': ['-starts', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='election_days_are_ordered'), models.CheckConstraint(condition=models.Q(('ends__day', 31), ('ends__month', 12)), name='election_term_ends_with_the_year'), models.CheckConstraint(condition=models.Q(('held_on__isnull', True), ('held_on__lte', models.F('starts')), _connector='OR'), name='election_precedes_its_term')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('discipline', models.CharField(choices=[('legal', 'Legal'), ('mediation', 'Mediation'), ('sanctions', 'Sanctions'), ('intervention', 'Intervention')], max_length=12)),
                ('group', models.CharField(choices=[('African', 'African States'), ('Asia-Pacific', 'Asia-Pacific States'), ('Eastern European', 'Eastern European States'), ('GRULAC', 'Latin American and Caribbean States'), ('WEOG', 'Western European and other States')], max_length=20)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='member', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user__full_name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('discipline__in', ['legal', 'mediation', 'sanctions', 'intervention'])), name='member_discipline_is_known'), models.CheckConstraint(condition=models.Q(('group__in', ['African', 'Asia-Pacific', 'Eastern European', 'GRULAC', 'WEOG'])), name='member_group_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_on', models.DateField()),
                ('signed_at', models.DateTimeField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='docket.entry')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='membership.member')),
            ],
            options={
                'ordering': ['-signed_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_name', models.CharField(max_length=160)),
                ('discipline', models.CharField(choices=[('legal', 'Legal'), ('mediation', 'Mediation'), ('sanctions', 'Sanctions'), ('intervention', 'Intervention')], max_length=12)),
                ('group', models.CharField(choices=[('African', 'African States'), ('Asia-Pacific', 'Asia-Pacific States'), ('Eastern European', 'Eastern European States'), ('GRULAC', 'Latin American and Caribbean States'), ('WEOG', 'Western European and other States')], max_length=20)),
                ('declared_on', models.DateField()),
                ('elected', models.BooleanField(null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='membership.election')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.member')),
            ],
            options={
                'ordering': ['discipline', 'full_name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('discipline__in', ['legal', 'mediation', 'sanctions', 'intervention'])), name='candidate_discipline_is_known'), models.CheckConstraint(condition=models.Q(('group__in', ['African', 'Asia-Pacific', 'Eastern European', 'GRULAC', 'WEOG'])), name='candidate_group_is_known'), models.CheckConstraint(condition=models.Q(('full_name', ''), _negated=True), name='candidate_has_a_name'), models.UniqueConstraint(fields=('election', 'full_name'), name='candidate_stands_once'), models.UniqueConstraint(fields=('election', 'user'), name='candidate_account_stands_once'), models.CheckConstraint(condition=models.Q(models.Q(('elected', True), ('member__isnull', False)), models.Q(('elected', False), ('member__isnull', True)), models.Q(('elected__isnull', True), ('member__isnull', True)), _connector='OR'), name='only_the_elected_are_members')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('discipline', models.CharField(choices=[('legal', 'Legal'), ('mediation', 'Mediation'), ('sanctions', 'Sanctions'), ('intervention', 'Intervention')], max_length=12)),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='membership.election')),
            ],
            options={
                'ordering': ['discipline', 'ordinal'],
                'constraints': [models.CheckConstraint(condition=models.Q(('discipline__in', ['legal', 'mediation', 'sanctions', 'intervention'])), name='place_discipline_is_known'), models.UniqueConstraint(fields=('election', 'discipline', 'ordinal'), name='places_are_numbered')],
            },
        ),
        migrations.CreateModel(
            name='Presidency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presidencies', to='membership.member')),
            ],
            options={
                'ordering': ['starts', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='presidency_days_are_ordered'), models.UniqueConstraint(condition=models.Q(('ends__isnull', True)), fields=('ends',), name='one_open_presidency', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='PressureIncident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('pressure', 'Pressure'), ('intimidation', 'Intimidation'), ('enticement', 'Enticement')], max_length=12)),
                ('by_whom', models.CharField(max_length=300)),
                ('happened_on', models.DateField()),
                ('account', models.TextField()),
                ('evidence', models.TextField(blank=True)),
                ('reported_at', models.DateTimeField()),
                ('salt', models.BinaryField(max_length=32)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='docket.entry')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pressure_incidents', to='membership.member')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.state')),
            ],
            options={
                'ordering': ['-reported_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['pressure', 'intimidation', 'enticement'])), name='pressure_kind_is_known'), models.CheckConstraint(condition=models.Q(('account', ''), _negated=True), name='pressure_says_how'), models.CheckConstraint(condition=models.Q(('by_whom', ''), _negated=True), name='pressure_says_who')],
            },
        ),
        migrations.CreateModel(
            name='PressureDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('decided_at', models.DateTimeField()),
                ('salt', models.BinaryField(max_length=32)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='docket.entry')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='membership.pressureincident')),
            ],
            options={
                'ordering': ['decided_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='pressure_decision_says_what')],
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('reason', models.TextField()),
                ('lifted_because', models.TextField(blank=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='membership.member')),
            ],
            options={
                'ordering': ['starts', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='suspension_days_are_ordered'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='suspension_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('resigned_on', models.DateField(blank=True, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='membership.member')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='membership.place')),
            ],
            options={
                'ordering': ['starts', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='term_days_are_ordered'), models.UniqueConstraint(fields=('member', 'starts'), name='one_term_per_member_and_day'), models.UniqueConstraint(fields=('place', 'starts'), name='one_term_per_place_and_day'), models.CheckConstraint(condition=models.Q(('ends__day', 31), ('ends__month', 12)), name='term_ends_with_the_year'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractYear('ends'), '-', django.db.models.functions.datetime.ExtractYear('starts')), 1), name='term_is_two_years_at_most'), models.CheckConstraint(condition=models.Q(('resigned_on__isnull', True), models.Q(('resigned_on__gte', models.F('starts')), ('resigned_on__lte', models.F('ends'))), _connector='OR'), name='resignation_is_inside_the_term')],
            },
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('national', 'National'), ('permanent_resident', 'Permanent resident'), ('financial', 'Financial tie'), ('other', 'Other conflict of interest')], max_length=20)),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('declared_at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties', to='membership.member')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.state')),
            ],
            options={
                'ordering': ['starts', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='tie_days_are_ordered'), models.CheckConstraint(condition=models.Q(('kind__in', ['national', 'permanent_resident', 'financial', 'other'])), name='tie_kind_is_known'), models.UniqueConstraint(fields=('member', 'kind', 'state', 'starts'), name='one_tie_per_kind_state_and_day'), models.CheckConstraint(condition=models.Q(('kind__in', ['national', 'permanent_resident']), models.Q(('note', ''), _negated=True), _connector='OR'), name='tie_of_interest_says_what_it_is')],
            },
        ),
        migrations.CreateModel(
            name='CandidateTie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('national', 'National'), ('permanent_resident', 'Permanent resident'), ('financial', 'Financial tie'), ('other', 'Other conflict of interest')], max_length=20)),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties', to='membership.candidate')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.state')),
            ],
            options={
                'ordering': ['starts', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='candidate_tie_days_are_ordered'), models.CheckConstraint(condition=models.Q(('kind__in', ['national', 'permanent_resident', 'financial', 'other'])), name='candidate_tie_kind_is_known'), models.UniqueConstraint(fields=('candidate', 'kind', 'state', 'starts'), name='candidate_tie_is_declared_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['national', 'permanent_resident']), models.Q(('note', ''), _negated=True), _connector='OR'), name='candidate_tie_of_interest_says_what_it_is')],
            },
        ),
        migrations.CreateModel(
            name='CouncilSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('permanent', models.BooleanField(default=False)),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.state')),
            ],
            options={
                'ordering': ['-permanent', 'state__name'],
                'indexes': [models.Index(fields=['ends', 'starts'], name='council_on_a_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='council_seat_days_are_ordered'), models.UniqueConstraint(fields=('state', 'starts'), name='one_council_seat_per_state_and_day'), models.CheckConstraint(condition=models.Q(('permanent', True), ('ends__isnull', False), _connector='OR'), name='elected_council_seat_ends')],
            },
        ),
        migrations.AddIndex(
            model_name='declaration',
            index=models.Index(fields=['member', '-signed_on'], name='newest_declaration'),
        ),
        migrations.AddIndex(
            model_name='tie',
            index=models.Index(fields=['state', 'member'], name='tie_by_state'),
        ),
    ]
