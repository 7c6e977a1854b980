from django.db import migrations, models

import mad.common.canonical

_SALTED = (
    "item",
    "namedreader",
    "readerend",
    "reading",
    "releaseterm",
    "screeningdecision",
    "sensitivitychange",
    "sourcereveal",
    "submissionorigin",
)


def _empty(model: str) -> migrations.AddField:
    """Entries on what is there already were written without a salt, and stay as they are."""
    return migrations.AddField(model, "salt", models.BinaryField(default=bytes, editable=False, max_length=32))


def _new(model: str) -> migrations.AlterField:
    field = models.BinaryField(default=mad.common.canonical.new_salt, editable=False, max_length=32)
    return migrations.AlterField(model, "salt", field)


class Migration(migrations.Migration):
    """What the docket digests of protected things is no longer to be guessed (R16, R49)."""

    dependencies = [("evidence", "0014_submissions_seen")]

    operations = [*map(_empty, _SALTED), *map(_new, _SALTED)]
