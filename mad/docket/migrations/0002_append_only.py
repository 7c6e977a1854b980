"""The database itself refuses to change the record (R49), and queues each new entry for the sealer."""

from django.db import migrations

from mad.docket.append_only import append_only

QUEUE = """
CREATE FUNCTION docket_queue_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO docket_unsealed (entry_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER docket_entry_queue AFTER INSERT ON docket_entry
    FOR EACH ROW EXECUTE FUNCTION docket_queue_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("docket", "0001_initial")]

    operations = [
        append_only("docket_entry", "docket_leaf", "docket_node", "docket_treehead"),
        migrations.RunSQL(QUEUE, "DROP TRIGGER docket_entry_queue ON docket_entry; DROP FUNCTION docket_queue_entry();"),
    ]
