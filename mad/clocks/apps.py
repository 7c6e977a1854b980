from importlib import import_module

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "mad.clocks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("mad.clocks.running").connect()
