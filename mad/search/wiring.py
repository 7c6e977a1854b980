"""What search plugs into the shared packages when the process starts."""

from mad.accounts.permissions import Act
from mad.common import ports


def connect() -> None:
    ports.nav.register(ports.NavItem("search", "Search", "search", 30, Act.SEARCH))
