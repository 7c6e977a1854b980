"""R19: the State of an incident is held by one check per statement, where a foreign key would ask once per row.

The check walks the index from State to State, so that it costs the same whatever was written. R15: what a release
changed stays.
"""

from django.db import migrations

from mad.docket.append_only import append_only

_HOLD = """
CREATE FUNCTION evidence_incident_states() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE given (code) AS (
            (SELECT state_id FROM evidence_incident WHERE state_id IS NOT NULL ORDER BY state_id LIMIT 1)
            UNION ALL
            SELECT (SELECT state_id FROM evidence_incident WHERE state_id > given.code ORDER BY state_id LIMIT 1)
            FROM given WHERE given.code IS NOT NULL
        )
        SELECT FROM given WHERE code IS NOT NULL AND NOT EXISTS (SELECT FROM reference_state WHERE iso3 = given.code)
    ) THEN
        RAISE EXCEPTION 'R19: an incident lies in no known State' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER evidence_incident_states AFTER INSERT OR UPDATE ON evidence_incident
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_incident_states();

CREATE FUNCTION reference_state_of_incidents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR NEW.iso3 <> OLD.iso3) AND EXISTS (SELECT FROM evidence_incident WHERE state_id = OLD.iso3) THEN
        RAISE EXCEPTION 'R19: incidents lie in %', OLD.iso3 USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reference_state_of_incidents BEFORE DELETE OR UPDATE OF iso3 ON reference_state
    FOR EACH ROW EXECUTE FUNCTION reference_state_of_incidents();
"""

_RELEASE = """
DROP TRIGGER reference_state_of_incidents ON reference_state;
DROP FUNCTION reference_state_of_incidents();
DROP TRIGGER evidence_incident_states ON evidence_incident;
DROP FUNCTION evidence_incident_states();
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_event_data"), ("docket", "0002_append_only")]

    operations = [migrations.RunSQL(_HOLD, _RELEASE), append_only("evidence_incidentchange")]
