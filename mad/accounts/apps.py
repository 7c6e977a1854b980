from importlib import import_module

from django.apps import AppConfig

from mad.common import ports


class AccountsConfig(AppConfig):
    name = "mad.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("mad.accounts.wiring").connect()
        ports.nav.register(ports.NavItem("office_access", "API access", "office_access", 82, "tokens.keep_own"))
        ports.nav.register(ports.NavItem("people", "Accounts", "people", 80, "accounts.manage"))
        ports.nav.register(ports.NavItem("offices", "Offices", "offices", 81, "accounts.manage"))
