"""A migration step that makes the database itself refuse to change or remove rows of a table (R15, R49)."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

_FUNCTION = """
CREATE OR REPLACE FUNCTION mad_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'R49: % is append-only; % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

_GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION mad_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION mad_append_only();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mad_app') AND current_user <> 'mad_app' THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM mad_app;
    END IF;
END $$;
"""

_OPEN = """
DROP TRIGGER {table}_append_only ON {table};
DROP TRIGGER {table}_no_truncate ON {table};
"""


def append_only(*tables: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on `tables`, by trigger and by the application role's grants."""
    return RunSQL(
        _FUNCTION + "".join(_GUARD.format(table=table) for table in tables),
        "".join(_OPEN.format(table=table) for table in tables),
    )
