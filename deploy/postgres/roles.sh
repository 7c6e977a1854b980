#!/bin/sh
# Runs once, in an empty cluster: the owner of the schema and the role that the application runs as.
# The application may read and write rows; migrations take back what an append-only table must not allow.
# mad_report reads the views of schema report and no table; grant it to whoever reports.
set -eu

psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set owner_password="$(cat /run/secrets/postgres_owner_password)" \
    --set app_password="$(cat /run/secrets/postgres_app_password)" <<'SQL'
CREATE ROLE mad_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE mad_app LOGIN PASSWORD :'app_password';
CREATE ROLE mad_report NOLOGIN;
CREATE DATABASE mad OWNER mad_owner;
\connect mad
ALTER DEFAULT PRIVILEGES FOR ROLE mad_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mad_app;
ALTER DEFAULT PRIVILEGES FOR ROLE mad_owner GRANT USAGE, SELECT ON SEQUENCES TO mad_app;
SQL
