"""The tables of the bare counterparts."""

SQL = """
CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, title text NOT NULL, body text NOT NULL);
CREATE TABLE IF NOT EXISTS bench_done (key text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
"""
