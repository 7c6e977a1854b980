from importlib import import_module

from django.apps import AppConfig

from mad.accounts.permissions import Act
from mad.common import ports


class MembershipConfig(AppConfig):
    name = "mad.membership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        desk = import_module("mad.membership.desk")
        ports.desk.register(desk.items)
        ports.desk_panels.register(desk.panel)
        ports.docket_checks.register(import_module("mad.membership.checks").contents)
        ports.nav.register(ports.NavItem("roster", "Roster", "roster", 50, Act.READ_ROSTER))
