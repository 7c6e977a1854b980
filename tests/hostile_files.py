"""Files for the tests, each made here: ordinary ones, and one of every hostile class."""

from __future__ import annotations

import bz2
import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from email.message import EmailMessage

import docx
import openpyxl
from PIL import Image, ImageDraw, ImageFont

FONT = "templates/documents/fonts/NotoSans-Regular.ttf"
EXE = b"MZ\x90\x00" + b"\0" * 60
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 60
SCRIPT = b"#!/bin/sh\nrm -rf /\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>Map</text></svg>'
HTML = (
    b"<!doctype html><html><head><meta charset=utf-8><title>Account</title><script>steal()</script></head>"
    b"<body onload=steal()><p>Seen at the bridge.</p></body></html>"
)


def pdf(*pages: str, extra: bytes = b"", trailer: bytes = b"", info: bytes = b"") -> bytes:
    """A small PDF with a line of text on each page. extra: entries of its catalogue; info: of its description."""
    bodies = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for text in pages:
        drawn = b"BT /F1 18 Tf 72 700 Td (" + text.encode("latin-1") + b") Tj ET"
        kids.append(len(bodies) + 1)
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R" % (len(bodies) + 2)
            + b"/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        bodies.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    bodies[0] = b"<</Type/Catalog/Pages 2 0 R" + extra + b">>"
    bodies[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    if info:
        bodies.append(b"<<" + info + b">>")
        trailer += b"/Info %d 0 R" % len(bodies)
    return _assembled(bodies, trailer)


def _assembled(bodies: list[bytes], trailer: bytes) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, start)
    return bytes(out)


def drawn_pdf(text: str, **options: object) -> bytes:
    """A scan: a page that is a picture of text."""
    body = io.BytesIO()
    drawn(text).save(body, "PDF", resolution=150.0, **options)
    return body.getvalue()


def drawn(text: str, size: int = 48) -> Image.Image:
    image = Image.new("RGB", (1240, 400), "white")
    ImageDraw.Draw(image).text((60, 60), text, fill="black", font=ImageFont.truetype(FONT, size))
    return image


def png(width: int, height: int) -> bytes:
    body = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(body, "PNG")
    return body.getvalue()


def png_bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred kilobytes that unpacks to side × side points."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    squeeze, row = zlib.compressobj(9), b"\0" * (side * 3 + 1)
    body = b"".join(squeeze.compress(row) for _ in range(200)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def photo() -> bytes:
    """A photograph that says when, where and with what it was taken."""
    image, exif = Image.new("RGB", (320, 240), (90, 120, 60)), Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131], exif[0x013B] = "Exakta", "Varex IIa", "Darkroom 2", "A. Witness"
    exif.get_ifd(0x8769).update({0x9003: "2026:01:30 07:15:00", 0x9011: "+02:00"})
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 30.0, 0.0), 3: "E", 4: (36.0, 18.0, 0.0)})
    body = io.BytesIO()
    image.save(body, "JPEG", exif=exif)
    return body.getvalue()


def word(*paragraphs: str, table: list[list[str]] | None = None, header: str = "", author: str = "") -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    document.sections[0].header.paragraphs[0].text = header
    document.core_properties.author = author
    return _saved(document)


def excel(*rows: list[object], title: str = "Casualties") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return _saved(book)


def _saved(made: object) -> bytes:
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def replaced(package: bytes, name: str, change: object) -> bytes:
    """An Office file with one of its parts changed: change(bytes) -> bytes."""
    body = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(old.read(entry)) if entry.filename == name else old.read(entry))
    return body.getvalue()


LAUGHS = (
    b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + b"".join(b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("c"), ord("k")))
    + b"]>"
)


def laughing(xml: bytes) -> bytes:
    """The same XML with entities that would unfold to a thousand million."""
    head, _, rest = xml.partition(b"?>") if xml.startswith(b"<?xml") else (b'<?xml version="1.0"', b"", xml)
    at = rest.rfind(b"</")
    return head + b"?>" + LAUGHS + rest[:at] + b"&j;" + rest[at:]


def mail(*attachments: tuple[str, str, bytes], text: str = "See what is attached.", **headers: str) -> bytes:
    message = EmailMessage()
    given = {
        "From": "Witness <witness@example.org>",
        "To": "desk@example.org",
        "Subject": "Report",
        "Date": "Fri, 30 Jan 2026 07:15:00 +0200",
        **headers,
    }
    for name, value in given.items():
        message[name] = value
    message.set_content(text)
    for name, kind, body in attachments:
        major, minor = kind.split("/")
        message.add_attachment(body, maintype=major, subtype=minor, filename=name)
    return message.as_bytes()


def mail_in_mail(depth: int) -> bytes:
    """A mail that holds a mail that holds a mail …"""
    inner = b"From: a@example.org\r\nSubject: innermost\r\nDate: x\r\n\r\nHere.\r\n"
    for level in range(depth):
        inner = (
            b"From: a@example.org\r\nTo: b@example.org\r\nSubject: level %d\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: message/rfc822\r\n\r\n" % level
        ) + inner
    return inner


def zipped(entries: dict[str, bytes], squeeze: int = zipfile.ZIP_DEFLATED) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", squeeze) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return body.getvalue()


def zip_link(name: str = "link", target: bytes = b"/etc/passwd") -> bytes:
    body, entry = io.BytesIO(), zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(entry, target)
    return body.getvalue()


def zip_encrypted() -> bytes:
    """A zip whose entry is marked as encrypted, in both of its places."""
    plain = bytearray(zipped({"secret.txt": b"words"}, zipfile.ZIP_STORED))
    plain[6] |= 1
    plain[plain.index(b"PK\x01\x02") + 8] |= 1
    return bytes(plain)


def zip_bomb(megabytes: int = 50) -> bytes:
    return zipped({"zeros.bin": b"\0" * (megabytes * 1024 * 1024)})


def tarred(squeeze: str = "gz") -> bytes:
    """A tar with a plain entry, one that leaves its folder, a link and a device."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode=f"w:{squeeze}") as archive:
        _tar_entry(archive, "notes/day.txt", b"words")
        _tar_entry(archive, "../../etc/cron.d/job", b"* * * * *")
        for name, kind, target in (("out", tarfile.SYMTYPE, "/etc/passwd"), ("null", tarfile.CHRTYPE, "")):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, target
            archive.addfile(entry)
    return body.getvalue()


def _tar_entry(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def gzip_bomb(megabytes: int = 200) -> bytes:
    return gzip.compress(b"\0" * (10 * 1024 * 1024)) * (megabytes // 10)


def slow_bomb(megabytes: int = 1100) -> bytes:
    """bzip2 of what its sorting is slow on: many seconds to unpack on a fast processor, too."""
    return bz2.compress(bytes(range(256)) * 4096) * megabytes


def claiming(package: bytes, name: str, size: int) -> bytes:
    """The same zip, its directory saying that the entry unpacks to `size` bytes."""
    plain, at = bytearray(package), 0
    while not plain[at + 46 :].startswith(name.encode()):
        at = plain.index(b"PK\x01\x02", at + 1)
    plain[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(plain)


def film() -> bytes:
    """An MP4 that says when and where it was taken, and with what."""

    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", len(body) + 8, name) + body

    def said(name: bytes, text: bytes) -> bytes:
        return box(name, struct.pack(">HH", len(text), 0x15C7) + text)

    taken = 3_852_594_900  # 30 January 2026, 05:15 UTC, in seconds since 1904
    head = box(b"mvhd", struct.pack(">IIIII", 0, taken, taken, 1000, 60_000) + b"\0" * 80)
    place = box(b"udta", said(b"\xa9xyz", b"+33.5000+036.3000/") + said(b"\xa9mod", b"Varex IIa"))
    return box(b"ftyp", b"isom\0\0\2\0isomiso2") + box(b"mdat", b"\0" * 5000) + box(b"moov", head + place)
