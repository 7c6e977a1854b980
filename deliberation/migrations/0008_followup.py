import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from mad.docket.append_only import append_only

PROTECT = django.db.models.deletion.PROTECT
USER = settings.AUTH_USER_MODEL
STATUSES = [('open', 'Open'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('done', 'Done'), ('failed', 'Failed'), ('handed_over', 'Handed over')]
FINISHED = ['done', 'failed', 'handed_over']

# R46 to R48: what was closed, issued or published is no longer changed; while it is open, its row is.
_FROZEN = """
CREATE FUNCTION deliberation_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.entry_id IS NOT NULL THEN
        RAISE EXCEPTION 'R49: % is frozen; % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deliberation_briefing_frozen BEFORE UPDATE OR DELETE ON deliberation_briefing
    FOR EACH ROW EXECUTE FUNCTION deliberation_frozen();
CREATE TRIGGER deliberation_regionalreview_frozen BEFORE UPDATE OR DELETE ON deliberation_regionalreview
    FOR EACH ROW EXECUTE FUNCTION deliberation_frozen();
"""
_OPEN = """
DROP TRIGGER deliberation_briefing_frozen ON deliberation_briefing;
DROP TRIGGER deliberation_regionalreview_frozen ON deliberation_regionalreview;
DROP FUNCTION deliberation_frozen();
"""


class Migration(migrations.Migration):
    """Parts VI and VII: measures, closing, regional reviews, briefings, annual accounts (R43 to R48)."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0011_persons'),
        ('deliberation', '0007_council'),
        ('docket', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='PreventionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
                ('case', models.ForeignKey(on_delete=PROTECT, related_name='+', to='cases.case')),
                ('entry', models.OneToOneField(on_delete=PROTECT, related_name='+', to='docket.entry')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [
                    models.UniqueConstraint(fields=('case', 'version'), name='one_plan_per_version'),
                    models.CheckConstraint(condition=~Q(text=''), name='a_plan_has_text'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Trigger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('alarm', 'A screened alarm on a State concerned'), ('level', 'A level of the watch list'), ('event', 'An event')], max_length=8)),
                ('text', models.CharField(blank=True, max_length=500)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('plan', models.ForeignKey(on_delete=PROTECT, related_name='triggers', to='deliberation.preventionplan')),
            ],
            options={
                'ordering': ['ordinal'],
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'ordinal'), name='triggers_are_numbered'),
                    models.CheckConstraint(condition=Q(kind__in=['alarm', 'level', 'event']), name='trigger_kind_is_known'),
                    models.CheckConstraint(
                        condition=Q(kind='level', level__range=(1, 5)) | Q(kind='alarm', level=None) | (Q(kind='event', level=None) & ~Q(text='')),
                        name='a_trigger_says_what_it_waits_for',
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('measures', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
                ('case', models.ForeignKey(on_delete=PROTECT, related_name='+', to='cases.case')),
                ('entry', models.OneToOneField(on_delete=PROTECT, related_name='+', to='docket.entry')),
                ('move', models.OneToOneField(on_delete=PROTECT, related_name='+', to='cases.stagemove')),
                ('plan', models.OneToOneField(on_delete=PROTECT, related_name='closing', to='deliberation.preventionplan')),
            ],
            options={
                'ordering': ['-ordinal'],
                'constraints': [models.UniqueConstraint(fields=('case', 'ordinal'), name='closings_are_numbered')],
            },
        ),
        migrations.CreateModel(
            name='TriggerFiring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
                ('closing', models.OneToOneField(on_delete=PROTECT, related_name='reopened', to='deliberation.closing')),
                ('entry', models.OneToOneField(on_delete=PROTECT, related_name='+', to='docket.entry')),
                ('trigger', models.ForeignKey(on_delete=PROTECT, related_name='firings', to='deliberation.trigger')),
            ],
            options={'constraints': [models.CheckConstraint(condition=~Q(reason=''), name='a_firing_has_a_reason')]},
        ),
        migrations.CreateModel(
            name='RegionalReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(choices=[('african', 'African States'), ('asia-pacific', 'Asia-Pacific States'), ('eastern-european', 'Eastern European States'), ('grulac', 'Latin American and Caribbean States'), ('weog', 'Western European and other States')], max_length=20)),
                ('year', models.PositiveSmallIntegerField()),
                ('quarter', models.PositiveSmallIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('held_on', models.DateField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('closed_by', models.ForeignKey(null=True, on_delete=PROTECT, related_name='+', to=USER)),
                ('entry', models.OneToOneField(null=True, on_delete=PROTECT, related_name='+', to='docket.entry')),
                ('opened_by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
            ],
            options={
                'ordering': ['-year', '-quarter', 'region'],
                'constraints': [
                    models.UniqueConstraint(fields=('region', 'year', 'quarter'), name='one_review_per_region_and_quarter'),
                    models.CheckConstraint(condition=Q(region__in=['african', 'asia-pacific', 'eastern-european', 'grulac', 'weog']), name='review_region_is_known'),
                    models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name='a_year_has_four_quarters'),
                    models.CheckConstraint(
                        condition=Q(closed_at=None, digest='', entry=None) | (Q(closed_at__isnull=False, held_on__isnull=False, entry__isnull=False) & ~Q(digest='')),
                        name='a_closed_review_was_held',
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('standing', models.PositiveSmallIntegerField()),
                ('proposed', models.PositiveSmallIntegerField()),
                ('change', models.SmallIntegerField(null=True)),
                ('grounds', models.JSONField()),
                ('last_warning', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=PROTECT, related_name='+', to='cases.case')),
                ('review', models.ForeignKey(on_delete=PROTECT, related_name='items', to='deliberation.regionalreview')),
            ],
            options={
                'ordering': ['ordinal'],
                'constraints': [
                    models.UniqueConstraint(fields=('review', 'ordinal'), name='agenda_items_are_numbered'),
                    models.UniqueConstraint(fields=('review', 'case'), name='a_case_stands_once_on_an_agenda'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReviewDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
                ('entry', models.OneToOneField(on_delete=PROTECT, related_name='+', to='docket.entry')),
                ('item', models.ForeignKey(null=True, on_delete=PROTECT, related_name='decisions', to='deliberation.agendaitem')),
                ('review', models.ForeignKey(on_delete=PROTECT, related_name='decisions', to='deliberation.regionalreview')),
            ],
            options={
                'ordering': ['ordinal'],
                'constraints': [
                    models.UniqueConstraint(fields=('review', 'ordinal'), name='review_decisions_are_numbered'),
                    models.CheckConstraint(condition=~Q(text=''), name='a_review_decision_has_text'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RaisedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
                ('entry', models.OneToOneField(on_delete=PROTECT, related_name='+', to='docket.entry')),
                ('item', models.OneToOneField(on_delete=PROTECT, related_name='raised', to='deliberation.agendaitem')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=~Q(reason=''), name='what_goes_up_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('template', models.CharField(blank=True, max_length=40)),
                ('title', models.CharField(max_length=300)),
                ('actor', models.CharField(max_length=40)),
                ('actor_name', models.CharField(max_length=120)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('benchmark', models.TextField()),
                ('starts', models.DateField()),
                ('due', models.DateField()),
                ('review_days', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=STATUSES, default='open', max_length=12)),
                ('handed_to', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(default=0)),
                ('next_review', models.DateTimeField(null=True)),
                ('overdue_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField()),
                ('case', models.ForeignKey(null=True, on_delete=PROTECT, related_name='+', to='cases.case')),
                ('decision', models.ForeignKey(null=True, on_delete=PROTECT, related_name='measures', to='deliberation.reviewdecision')),
                ('option', models.OneToOneField(null=True, on_delete=PROTECT, related_name='+', to='deliberation.option')),
                ('paragraph', models.OneToOneField(null=True, on_delete=PROTECT, related_name='+', to='deliberation.paragraph')),
                ('step', models.OneToOneField(null=True, on_delete=PROTECT, related_name='+', to='deliberation.step')),
                ('taken_by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
            ],
            options={
                'ordering': ['due', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=Q(status__in=['open', 'on_track', 'at_risk', 'done', 'failed', 'handed_over']), name='measure_status_is_known'),
                    models.CheckConstraint(condition=Q(due__gte=F('starts')), name='a_measure_runs_forward'),
                    models.CheckConstraint(condition=~Q(title='') & ~Q(actor='') & ~Q(benchmark='') & Q(review_days__gt=0), name='a_measure_is_whole'),
                    models.CheckConstraint(condition=Q(case__isnull=False) | Q(decision__isnull=False), name='a_measure_has_a_case_or_a_decision'),
                    models.CheckConstraint(
                        condition=Q(status__in=FINISHED, ended_at__isnull=False, next_review=None) | (~Q(status__in=FINISHED) & Q(ended_at=None, next_review__isnull=False)),
                        name='a_measure_ends_with_its_status',
                    ),
                    models.CheckConstraint(
                        condition=Q(status='handed_over') & ~Q(handed_to='') | ~Q(status='handed_over') & Q(handed_to=''),
                        name='handed_over_means_to_somebody',
                    ),
                ],
                'indexes': [
                    models.Index(fields=['case', 'due'], name='measures_of_a_case'),
                    models.Index(fields=['due', 'id'], name='measures_by_due'),
                    models.Index(fields=['next_review'], name='measures_under_way', condition=Q(ended_at=None)),
                ],
            },
        ),
        migrations.CreateModel(
            name='MeasureReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('status', models.CharField(choices=STATUSES, max_length=12)),
                ('reason', models.TextField()),
                ('due', models.DateField()),
                ('handed_to', models.CharField(blank=True, max_length=200)),
                ('late_by', models.DurationField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
                ('entry', models.OneToOneField(on_delete=PROTECT, related_name='+', to='docket.entry')),
                ('measure', models.ForeignKey(on_delete=PROTECT, related_name='reviews', to='deliberation.measure')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [
                    models.UniqueConstraint(fields=('measure', 'version'), name='one_review_per_measure_version'),
                    models.CheckConstraint(condition=Q(status__in=['open', 'on_track', 'at_risk', 'done', 'failed', 'handed_over']), name='measure_review_status_is_known'),
                    models.CheckConstraint(condition=~Q(reason=''), name='a_measure_review_has_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Briefing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('month', models.PositiveSmallIntegerField()),
                ('edition', models.PositiveSmallIntegerField(default=1)),
                ('reason', models.TextField(blank=True)),
                ('content', models.JSONField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('drafted_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('edited_by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
                ('entry', models.OneToOneField(null=True, on_delete=PROTECT, related_name='+', to='docket.entry')),
                ('issued_by', models.ForeignKey(null=True, on_delete=PROTECT, related_name='+', to=USER)),
            ],
            options={
                'ordering': ['-year', '-month', '-edition'],
                'constraints': [
                    models.UniqueConstraint(fields=('year', 'month', 'edition'), name='one_briefing_per_month_and_edition'),
                    models.UniqueConstraint(condition=Q(issued_at=None), fields=('year', 'month'), name='one_draft_briefing_per_month'),
                    models.CheckConstraint(condition=Q(month__range=(1, 12)), name='a_year_has_twelve_months'),
                    models.CheckConstraint(condition=Q(edition=1, reason='') | (Q(edition__gt=1) & ~Q(reason='')), name='a_later_briefing_edition_says_why'),
                    models.CheckConstraint(
                        condition=Q(issued_at=None, digest='', entry=None) | (Q(issued_at__isnull=False, issued_by__isnull=False, entry__isnull=False) & ~Q(digest='')),
                        name='an_issued_briefing_has_its_digest',
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name='AnnualAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('edition', models.PositiveSmallIntegerField()),
                ('reason', models.TextField(blank=True)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
                ('entry', models.OneToOneField(on_delete=PROTECT, related_name='+', to='docket.entry')),
                ('published_by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=USER)),
            ],
            options={
                'ordering': ['-year', '-edition'],
                'constraints': [
                    models.UniqueConstraint(fields=('year', 'edition'), name='one_account_per_year_and_edition'),
                    models.CheckConstraint(condition=Q(edition=1, reason='') | (Q(edition__gt=1) & ~Q(reason='')), name='a_later_account_says_why'),
                ],
            },
        ),
        append_only(
            'deliberation_measurereview',
            'deliberation_preventionplan',
            'deliberation_trigger',
            'deliberation_closing',
            'deliberation_triggerfiring',
            'deliberation_agendaitem',
            'deliberation_reviewdecision',
            'deliberation_raiseditem',
            'deliberation_annualaccount',
        ),
        migrations.RunSQL(_FROZEN, _OPEN),
    ]
