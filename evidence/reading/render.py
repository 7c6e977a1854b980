"""A page as a picture: re-encoded from its points, so that nothing of the file but what is seen goes along."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from evidence.reading.outcome import Outcome

LONGEST_SIDE = 2200
WEBP_QUALITY = 82


def page(outcome: Outcome, number: int, image: Image.Image) -> None:
    """Write the picture of one page: PNG for greys, which text is, WebP for colours."""
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    outcome.picture(number, image.width, image.height, encoded(image))


def encoded(image: Image.Image) -> bytes:
    """The bytes of a picture without any metadata."""
    body = io.BytesIO()
    flat = _flat(image)
    if flat.mode == "L" or _is_grey(flat):
        flat.convert("L").save(body, "PNG", compress_level=3)
    else:
        flat.save(body, "WEBP", quality=WEBP_QUALITY, method=1)
    return body.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """On white, in grey or in colours; a new image, so that no metadata goes along."""
    if image.mode in ("RGB", "L"):
        return image.copy()
    if image.mode.startswith(("I", "F")):
        return _sixteen_bits(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return image.convert("RGB")


def _sixteen_bits(image: Image.Image) -> Image.Image:
    """Numbers of any size, stretched to the greys there are."""
    numbers = image.convert("F")
    lows, highs = zip(*(band.getextrema() for band in numbers.split()), strict=True)
    step = 255.0 / (max(highs) - min(lows) or 1.0)
    return numbers.point(lambda value: value * step - min(lows) * step).convert("L")


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return not ImageChops.difference(red, green).getbbox() and not ImageChops.difference(green, blue).getbbox()
