"""The text index knows the week of each document too: a word in many documents is asked for in the newest weeks alone."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations
from django.db.models import F, Func

WEEK = "ARRAY[floor(extract(epoch FROM %(expressions)s AT TIME ZONE 'UTC') / 604800)::int]"


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RemoveIndex("document", "search_words"),
        migrations.AddIndex("document", GinIndex(F("words"), Func(F("at"), template=WEEK), name="search_words")),
        migrations.RunSQL(
            "ALTER INDEX search_words SET (gin_pending_list_limit = 1024)", migrations.RunSQL.noop
        ),
    ]
