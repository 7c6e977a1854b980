"""R15, R16: what protects evidence is kept as decided; a child or a copy of a file names the file as received."""

from django.db import migrations

from mad.docket.append_only import append_only

# Fires for children and copies alone, so that intake pays nothing for it.
_RECEIVED = """
CREATE FUNCTION evidence_received_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT coalesce(f.received_in_id, f.id) INTO NEW.received_in_id FROM evidence_submissionfile f
    WHERE f.id = coalesce(NEW.parent_id, NEW.redaction_of_id);
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_submissionfile_received_in BEFORE INSERT ON evidence_submissionfile
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL OR NEW.redaction_of_id IS NOT NULL)
    EXECUTE FUNCTION evidence_received_in();
CREATE TRIGGER evidence_redaction_kept BEFORE UPDATE OR DELETE ON evidence_redaction
    FOR EACH ROW EXECUTE FUNCTION evidence_kept('copy_id', 'failed', 'finished_at');
"""
_UNDO = """
DROP TRIGGER evidence_redaction_kept ON evidence_redaction;
DROP TRIGGER evidence_submissionfile_received_in ON evidence_submissionfile;
DROP FUNCTION evidence_received_in;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0008_screening_and_protection")]

    operations = [
        migrations.RunSQL(_RECEIVED, _UNDO),
        append_only(
            "evidence_readerend",
            "evidence_sensitivitychange",
            "evidence_releaseterm",
            "evidence_submissionorigin",
        ),
    ]
