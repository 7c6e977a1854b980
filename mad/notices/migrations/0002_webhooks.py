"""Webhooks of offices, and what they are told (R52)."""

import django.db.models.deletion
import mad.notices.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_bound_since'),
        ('notices', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=mad.notices.models.new_key, max_length=24, unique=True)),
                ('url', models.CharField(max_length=500)),
                ('salt', models.CharField(default=mad.notices.models.new_salt, max_length=64)),
                ('old_salt', models.CharField(blank=True, max_length=64)),
                ('old_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('retry_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to='accounts.office')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('office', 'url'), name='one_webhook_per_address')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=mad.notices.models.new_key, max_length=24, unique=True)),
                ('source', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=40)),
                ('url', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Delivered'), ('dead', 'Given up')], default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('answered', models.PositiveSmallIntegerField(null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.webhook')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at', 'id'], name='deliveries_waiting'), models.Index(fields=['webhook', '-id'], name='deliveries_of_a_webhook')],
                'constraints': [models.UniqueConstraint(fields=('webhook', 'source'), name='a_webhook_is_told_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'dead'])), name='delivery_state_is_known')],
            },
        ),
    ]
