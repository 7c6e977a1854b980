"""XML written element by element: text is set as text, and what XML has no place for is left out."""

from __future__ import annotations

from typing import Any

from lxml import etree

from .word import writable


class Markup:
    """Elements of one namespace. Attribute names that Python keeps for itself end in "_" (`class_`)."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def root(self, tag: str) -> etree._Element:
        return etree.Element(f"{{{self.namespace}}}{tag}", nsmap={None: self.namespace})

    def add(self, parent: etree._Element, tag: str, text: str = "", **attributes: Any) -> etree._Element:
        made = etree.SubElement(parent, f"{{{self.namespace}}}{tag}")
        for name, value in attributes.items():
            made.set(name.rstrip("_"), writable(str(value)))
        if text:
            made.text = writable(text)
        return made

    @staticmethod
    def follow(element: etree._Element, text: str) -> None:
        """Text after what `element` holds so far."""
        said = writable(text)
        if len(element):
            element[-1].tail = (element[-1].tail or "") + said
        else:
            element.text = (element.text or "") + said

    @staticmethod
    def bytes(root: etree._Element) -> bytes:
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)
