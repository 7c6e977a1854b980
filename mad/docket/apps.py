from django.apps import AppConfig

from mad.common import ports


class DocketConfig(AppConfig):
    name = "mad.docket"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        ports.nav.register(ports.NavItem("docket", "Docket", "docket", 70, "docket.read"))
