"""The product on one machine: PostgreSQL, Valkey, web, worker and beat under one supervisor."""
