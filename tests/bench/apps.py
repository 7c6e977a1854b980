from importlib import import_module

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "tests.bench"
    label = "bench"

    def ready(self) -> None:
        import_module("mad.notices.outbox").register("bench.row", import_module("tests.bench.bare").do_row)
