"""What a DOCX says, as the product's own reader of hostile files reads it."""

from __future__ import annotations

import io

from evidence.reading.office import read_docx
from evidence.reading.outcome import Outcome


class Read(Outcome):
    """Keeps the texts that a reader of files would send on."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), soft_seconds=60)
        self.texts: list[str] = []

    def text(self, text: str, page: int = 0) -> None:
        self.texts.append(text)


def docx_text(content: bytes) -> str:
    outcome = Read()
    read_docx(io.BytesIO(content), outcome, "docx")
    return "\n".join(outcome.texts)
