"""What a PDF says, and how it is tagged."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw


def text(content: bytes) -> str:
    """The text of all pages."""
    document = pdfium.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def metadata(content: bytes) -> dict[str, str]:
    document = pdfium.PdfDocument(content)
    try:
        return document.get_metadata_dict()
    finally:
        document.close()


def tags(content: bytes) -> Counter[str]:
    """How often each structure type stands in the tag tree, counted page by page."""
    document = pdfium.PdfDocument(content)
    try:
        return Counter(tag for page in document for tag in _of_page(page))
    finally:
        document.close()


def _of_page(page: Any) -> Iterator[str]:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    try:
        for place in range(raw.FPDF_StructTree_CountChildren(tree)):
            yield from _of_element(raw.FPDF_StructTree_GetChildAtIndex(tree, place))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _of_element(element: Any) -> Iterator[str]:
    if not element:
        return
    yield _type(element)
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from _of_element(raw.FPDF_StructElement_GetChildAtIndex(element, place))


def _type(element: Any) -> str:
    length = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetType(element, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")
