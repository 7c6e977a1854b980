import deliberation.models.publication
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mad.docket.append_only import append_only

PROTECT = django.db.models.deletion.PROTECT


def key():
    return ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID'))


class Migration(migrations.Migration):
    """What leaves the Division: embargo, delivery, answers, and what is published, frozen (R37)."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("deliberation", "0008_followup"),
        ('docket', '0002_append_only'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Embargo',
            fields=[
                key(),
                ('version', models.PositiveIntegerField()),
                ('until', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('output', models.ForeignKey(on_delete=PROTECT, related_name='embargoes', to='deliberation.output')),
            ],
            options={
                'ordering': ['output_id', '-version'],
                'constraints': [models.UniqueConstraint(fields=('output', 'version'), name='one_embargo_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                key(),
                ('symbol', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=5)),
                ('title', models.CharField(max_length=200)),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, size=None)),
                ('year', models.PositiveSmallIntegerField()),
                ('published_at', models.DateTimeField()),
                ('content', models.JSONField()),
                ('words', models.TextField()),
                ('entry', models.ForeignKey(on_delete=PROTECT, related_name='+', to='docket.entry')),
                ('output', models.OneToOneField(on_delete=PROTECT, related_name='publication', to='deliberation.output')),
            ],
            options={
                'ordering': ['-published_at', '-id'],
                'indexes': [
                    models.Index(fields=['-published_at', '-id'], name='publications_newest'),
                    django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('words', config='simple'), name='publications_by_words'),
                ],
                'constraints': [models.CheckConstraint(condition=models.Q(('symbol', ''), _negated=True), name='a_publication_has_a_symbol')],
            },
        ),
        migrations.CreateModel(
            name='Supersession',
            fields=[
                key(),
                ('at', models.DateTimeField()),
                ('publication', models.OneToOneField(on_delete=PROTECT, related_name='supersession', to='deliberation.publication')),
                ('successor', models.ForeignKey(on_delete=PROTECT, related_name='+', to='deliberation.output')),
            ],
        ),
        migrations.CreateModel(
            name='CommentedText',
            fields=[
                key(),
                ('symbol', models.CharField(max_length=60)),
                ('dated', models.DateField(null=True)),
                ('output', models.OneToOneField(on_delete=PROTECT, related_name='commented', to='deliberation.output')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('symbol', ''), _negated=True), name='a_comment_names_its_text')],
            },
        ),
        migrations.CreateModel(
            name='Correspondent',
            fields=[
                key(),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.ForeignKey(null=True, on_delete=PROTECT, related_name='+', to='reference.state')),
            ],
            options={'ordering': ['-id']},
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                key(),
                ('salt', models.BinaryField(default=deliberation.models.publication.fresh_salt, max_length=32)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('at', models.DateTimeField()),
                ('delivery', models.OneToOneField(on_delete=PROTECT, related_name='dispatch', to='deliberation.delivery')),
            ],
            options={'verbose_name_plural': 'dispatches'},
        ),
        migrations.CreateModel(
            name='Handling',
            fields=[
                key(),
                ('kind', models.CharField(choices=[('sent', 'Sent'), ('seen', 'Seen')], max_length=6)),
                ('how', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delivery', models.ForeignKey(on_delete=PROTECT, related_name='handlings', to='deliberation.delivery')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('delivery', 'kind'), name='handled_once_each'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['sent', 'seen'])), name='handling_kind_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                key(),
                ('text', models.TextField()),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('received_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('salt', models.BinaryField(default=deliberation.models.publication.fresh_salt, max_length=32)),
                ('by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delivery', models.ForeignKey(on_delete=PROTECT, related_name='replies', to='deliberation.delivery')),
            ],
            options={
                'ordering': ['id'],
                'verbose_name_plural': 'replies',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('reference', ''), _negated=True), _connector='OR'), name='a_reply_says_something')],
            },
        ),
        append_only(
            'deliberation_embargo',
            'deliberation_publication',
            'deliberation_supersession',
            'deliberation_commentedtext',
            'deliberation_correspondent',
            'deliberation_dispatch',
            'deliberation_handling',
            'deliberation_reply',
        ),
    ]
