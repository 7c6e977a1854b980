"""Burning boxes into pictures of pages, and making a file of nothing but these pictures (R15, R16).

The copy is built anew from points: no text layer, no metadata, no thumbnail, no earlier revision can come along,
since nothing of the original's bytes is carried over.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from PIL import Image, ImageDraw

from evidence.procedure.boxes import Box, pixels

JPEG_QUALITY = 88
LONGER_SIDE = 842  # points: the longer side of A4
FILL = 0


def burnt(picture: bytes, boxes: Iterable[Box]) -> Image.Image:
    """The picture of a page with the boxes painted over its points, in grey or in colours."""
    with Image.open(io.BytesIO(picture), formats=("PNG", "WEBP")) as opened:
        page = Image.new("L" if opened.mode == "L" else "RGB", opened.size)
        page.paste(opened.convert(page.mode))
    drawing = ImageDraw.Draw(page)
    for box in boxes:
        left, top, right, bottom = pixels(box, page.width, page.height)
        drawing.rectangle((left, top, right - 1, bottom - 1), fill=FILL)
    return page


def as_png(page: Image.Image) -> bytes:
    body = io.BytesIO()
    page.save(body, "PNG")
    return body.getvalue()


def _as_jpeg(page: Image.Image) -> bytes:
    body = io.BytesIO()
    page.save(body, "JPEG", quality=JPEG_QUALITY)
    return body.getvalue()


class Pages:
    """A PDF written page by page, so that one page at a time is in memory. write(chunk) takes its bytes in order."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write, self._size = write, 0
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        self._out(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, page: Image.Image) -> None:
        number = 3 + 3 * len(self._pages)
        scale = LONGER_SIDE / max(page.size)
        width, height = (round(side * scale, 2) for side in page.size)
        colours = b"/DeviceGray" if page.mode == "L" else b"/DeviceRGB"
        self._stream(
            number,
            b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace%s/Filter/DCTDecode"
            % (page.width, page.height, colours),
            _as_jpeg(page),
        )
        self._stream(number + 1, b"", b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % (width, height))
        shown = b"/Resources<</XObject<</P %d 0 R>>>>/Contents %d 0 R" % (number, number + 1)
        self._object(number + 2, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]%s>>" % (width, height, shown))
        self._pages.append(number + 2)

    def finish(self) -> None:
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        self._object(1, b"<</Type/Catalog/Pages 2 0 R>>")
        self._object(2, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self._pages), kids))
        start, count = self._size, len(self._places) + 1
        self._out(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for number in range(1, count):
            self._out(b"%010d 00000 n \n" % self._places[number])
        self._out(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start))

    def _stream(self, number: int, entries: bytes, body: bytes) -> None:
        self._object(number, b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(body), body))

    def _object(self, number: int, body: bytes) -> None:
        self._places[number] = self._size
        self._out(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _out(self, chunk: bytes) -> None:
        self._write(chunk)
        self._size += len(chunk)
