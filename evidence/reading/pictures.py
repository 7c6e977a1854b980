"""Pictures: what they show, re-encoded without metadata; what their metadata claims; the letters in them."""

from __future__ import annotations

import contextlib
import subprocess
from datetime import datetime
from typing import Any, BinaryIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from evidence.reading import ocr, render
from evidence.reading.outcome import Outcome, Unreadable

FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
}
POINTS_MOST = 80_000_000
FRAMES_MOST = 200
LETTERS_SIDE = 3000
Image.MAX_IMAGE_PIXELS = None  # our own limit, after a JPEG has been told to decode small, is POINTS_MOST
Image.init()


def read(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "picture"
    image = _open(stream, kind)
    _claims(image, outcome)
    count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    outcome.pages = count
    for number in range(min(count, FRAMES_MOST)):
        if outcome.time_is_up:
            outcome.remark(f"Pages from {number + 1} on have no picture here; the original has them.")
            return
        image.seek(number)
        _frame(image, number + 1, outcome)


def _open(stream: BinaryIO, kind: str) -> Image.Image:
    try:
        return Image.open(stream, formats=[FORMATS[kind], *(["MPO"] if kind == "image/jpeg" else [])])
    except UnidentifiedImageError:
        raise Unreadable("The picture is damaged and cannot be opened.") from None


def _frame(image: Image.Image, number: int, outcome: Outcome) -> None:
    image.draft("RGB", (LETTERS_SIDE, LETTERS_SIDE))
    points = image.width * image.height
    if points > POINTS_MOST:
        raise Unreadable(
            f"The picture unpacks to {image.width:,} × {image.height:,} points, more than the {POINTS_MOST:,} taken."
        )
    try:
        image.load()
    except OSError as error:
        raise Unreadable(f"The picture is damaged: {error}.") from None
    upright = ImageOps.exif_transpose(image)
    outcome.text(_letters(upright, outcome), number)
    render.page(outcome, number, upright)


def _letters(image: Image.Image, outcome: Outcome) -> str:
    if not ocr.languages():
        outcome.remark(ocr.ABSENT)
        return ""
    small = image.copy()
    small.thumbnail((LETTERS_SIDE, LETTERS_SIDE))
    try:
        found = ocr.letters(small)
    except (OSError, subprocess.SubprocessError):
        outcome.remark("Looking for letters in the picture failed.")
        return ""
    if found.strip():
        outcome.method = "ocr"
    return found


def _claims(image: Image.Image, outcome: Outcome) -> None:
    with contextlib.suppress(Exception):  # metadata that cannot be read claims nothing
        exif = image.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        _when(inner, exif, outcome)
        _with(exif, inner, outcome)
        _where(exif.get_ifd(ExifTags.IFD.GPSInfo), outcome)
    for key, kind in (("Software", "software"), ("Author", "author"), ("Title", "title"), ("Creation Time", "created")):
        if isinstance(value := image.info.get(key), str):
            outcome.claim(kind, value)


def _when(inner: Any, exif: Any, outcome: Outcome) -> None:
    tag = ExifTags.Base
    for kind, moment, zone in (
        ("taken", inner.get(tag.DateTimeOriginal), inner.get(tag.OffsetTimeOriginal)),
        ("created", inner.get(tag.DateTimeDigitized), inner.get(tag.OffsetTimeDigitized)),
        ("modified", exif.get(tag.DateTime), inner.get(tag.OffsetTime)),
    ):
        if moment:
            outcome.claim(kind, f"{moment} {zone or ''}", at=_moment(str(moment), str(zone or "")))


def _moment(written: str, zone: str) -> datetime | None:
    """A camera's time is a moment only when it names its zone."""
    try:
        return datetime.strptime(written.strip("\0 ") + zone.strip("\0 "), "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        return None


def _with(exif: Any, inner: Any, outcome: Outcome) -> None:
    tag = ExifTags.Base
    outcome.claim("device", " ".join(str(exif[part]) for part in (tag.Make, tag.Model) if exif.get(part)))
    if lens := inner.get(tag.LensModel):
        outcome.claim("device", lens)
    for key, kind in ((tag.Artist, "author"), (tag.Software, "software"), (tag.ImageDescription, "title")):
        if value := exif.get(key):
            outcome.claim(kind, value)


def _where(gps: Any, outcome: Outcome) -> None:
    tag = ExifTags.GPS
    if tag.GPSLatitude not in gps or tag.GPSLongitude not in gps:
        return
    lat = _degrees(gps[tag.GPSLatitude], gps.get(tag.GPSLatitudeRef, "N"))
    lon = _degrees(gps[tag.GPSLongitude], gps.get(tag.GPSLongitudeRef, "E"))
    if abs(lat) <= 90 and abs(lon) <= 180:
        outcome.claim("place", f"{lat:.6f}, {lon:.6f}", place=(lat, lon))


def _degrees(parts: Any, side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(side).strip("\0 ").upper() in ("S", "W") else value
