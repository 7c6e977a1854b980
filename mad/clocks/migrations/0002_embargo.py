from django.db import migrations, models


class Migration(migrations.Migration):
    """A clock for what is published at a set time (R37)."""

    dependencies = [('clocks', '0001_initial')]

    operations = [
        migrations.AlterField(
            model_name='clock',
            name='kind',
            field=models.CharField(choices=[('screening', 'Screening'), ('query', 'Query to the source'), ('first_round', 'First round'), ('second_round', 'Second round'), ('determination', 'Determination'), ('plenary', 'Plenary'), ('opinions', 'Opinions'), ('vote', 'Vote'), ('insufficiency', 'Finding of insufficiency'), ('follow_up', 'Follow-up'), ('hold', 'Hold'), ('embargo', 'Embargo')], max_length=20),
        ),
    ]
