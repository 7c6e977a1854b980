"""R45: reviews of the level of a case, added and never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from mad.docket.append_only import append_only

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_framework'),
        ('docket', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LevelReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed', models.PositiveSmallIntegerField()),
                ('level', models.PositiveSmallIntegerField()),
                ('grounds', models.JSONField()),
                ('reasons', models.TextField()),
                ('next_review', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=PROTECT, related_name='level_reviews', to='cases.case')),
                ('entry', models.ForeignKey(on_delete=PROTECT, related_name='+', to='docket.entry')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['case', 'id'], name='reviews_of_a_case')],
                'constraints': [
                    models.CheckConstraint(condition=Q(('level__range', (1, 5)), ('proposed__range', (1, 5))), name='levels_are_1_to_5'),
                    models.CheckConstraint(condition=Q(('reasons', ''), _negated=True), name='a_review_has_reasons'),
                ],
            },
        ),
        append_only('cases_levelreview'),
    ]
