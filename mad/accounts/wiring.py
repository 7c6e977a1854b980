"""What accounts plug into the shared packages when the process starts."""

from mad.accounts.tokens import EXPIRY_TOPIC, warn_of_expiry
from mad.notices import outbox


def connect() -> None:
    outbox.register(EXPIRY_TOPIC, warn_of_expiry)
