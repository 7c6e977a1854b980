from django.db import migrations, models

# Users sign in all the time: only what the roll says of them counts.
TABLES = {
    "membership_member": "INSERT OR UPDATE OR DELETE",
    "membership_term": "INSERT OR UPDATE OR DELETE",
    "membership_suspension": "INSERT OR UPDATE OR DELETE",
    "membership_tie": "INSERT OR UPDATE OR DELETE",
    "membership_declaration": "INSERT OR UPDATE OR DELETE",
    "membership_councilseat": "INSERT OR UPDATE OR DELETE",
    "membership_place": "INSERT OR UPDATE OR DELETE",
    "membership_election": "INSERT OR UPDATE OR DELETE",
    "reference_parameterdecision": "INSERT OR UPDATE OR DELETE",
    "reference_state": "INSERT OR UPDATE OR DELETE",
    "accounts_user": "UPDATE OF username, email, full_name, role, presiding, office_id, is_machine, is_active, language, timezone",
}
# For a statement, not for each of its rows. A row that another change has taken is left to it: two changes that waited for
# each other's row, and one of them for a member whom the other holds, would never end.
FUNCTION = """
CREATE FUNCTION membership_roll_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM membership_rollversion WHERE id IN (SELECT id FROM membership_rollversion FOR UPDATE SKIP LOCKED);
    INSERT INTO membership_rollversion (token) VALUES (gen_random_uuid());
    RETURN NULL;
END $$;
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_changes_roll AFTER {acts} ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION membership_roll_changed();\n"
    for table, acts in TABLES.items()
)
BACK = "".join(f"DROP TRIGGER {table}_changes_roll ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_bound_since'),
        ('membership', '0002_append_only'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RollVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField()),
            ],
        ),
        migrations.RunSQL(FUNCTION + TRIGGERS, BACK + "DROP FUNCTION membership_roll_changed();"),
    ]
