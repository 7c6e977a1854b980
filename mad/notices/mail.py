"""Mail into a folder, for the demonstration and for machines without a mail relay."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes DATA_DIR/mail/<Message-ID>.eml. The same message twice is the same file, so it is sent once."""

    def send_messages(self, email_messages: Sequence) -> int:
        folder = Path(settings.DATA_DIR) / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message.message())
        return len(email_messages)


def _write(folder: Path, message) -> None:
    name = message["Message-ID"].strip("<>").partition("@")[0]
    target = folder / f"{name}.eml"
    draft = folder / f".{name}.{os.getpid()}"
    draft.write_bytes(message.as_bytes())
    draft.replace(target)
