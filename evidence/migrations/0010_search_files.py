"""A file that was read, or read anew, is found by search: its submissions are noted for the index."""

from django.db import migrations

_TOUCH = """
CREATE FUNCTION evidence_touch_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_touched (number)
    SELECT DISTINCT s.number FROM evidence_submissionfile AS f JOIN evidence_submission AS s ON s.id = f.submission_id
    WHERE f.stored_id = NEW.stored_id;
    RETURN NULL;
END $$;
CREATE TRIGGER evidence_extraction_found AFTER INSERT OR UPDATE OF state, text ON evidence_extraction
    FOR EACH ROW WHEN (NEW.state <> 'waiting') EXECUTE FUNCTION evidence_touch_search();
"""
_FORGET = """
DROP TRIGGER evidence_extraction_found ON evidence_extraction;
DROP FUNCTION evidence_touch_search;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0009_kept"), ("search", "0001_initial")]

    operations = [migrations.RunSQL(_TOUCH, _FORGET)]
