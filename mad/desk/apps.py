from django.apps import AppConfig

from mad.common import ports


class DeskConfig(AppConfig):
    name = "mad.desk"

    def ready(self) -> None:
        ports.nav.register(ports.NavItem("desk", "Desk", "desk", 0))
