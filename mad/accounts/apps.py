from django.apps import AppConfig

from mad.common import ports


class AccountsConfig(AppConfig):
    name = "mad.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        ports.nav.register(ports.NavItem("people", "Accounts", "people", 80, "accounts.manage"))
        ports.nav.register(ports.NavItem("offices", "Offices", "offices", 81, "accounts.manage"))
