"""The append-only record (R49). Rows are written by services.record and sealing.seal, and by nothing else.

The database refuses UPDATE, DELETE and TRUNCATE on every table here but the queue of the unsealed.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from mad.common.canonical import canonical


class Entry(models.Model):
    """One act: when, who, what, on which object, and the digest of its content."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    act = models.CharField(max_length=60)
    object = models.CharField(max_length=120)
    case_number = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["case_number", "-id"], name="docket_by_case"),
            models.Index(fields=["object", "-id"], name="docket_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.act} {self.object}"

    @property
    def act_words(self) -> str:
        """The act for a reader: "round.closed" is "Round closed"."""
        return self.act.replace(".", " ").replace("_", " ").capitalize()

    @property
    def actor_words(self) -> str:
        """The actor for a reader: "member:amal.benhaddou" is "amal.benhaddou, member"."""
        role, _, name = self.actor.partition(":")
        return f"{name}, {role}" if name else role

    def leaf(self) -> dict[str, Any]:
        """What the log seals, in the form a receipt carries."""
        return {
            "entry": self.pk,
            "at": self.at,
            "actor": self.actor,
            "act": self.act,
            "object": self.object,
            "case": self.case_number,
            "digest": self.digest,
            "facts": self.facts,
        }

    def leaf_bytes(self) -> bytes:
        return canonical(self.leaf())


class Unsealed(models.Model):
    """Entries that wait for the sealer; filled by a trigger on Entry, which is why no constraint asks for the entry."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="+", db_constraint=False)

    def __str__(self) -> str:
        return str(self.pk)


class Leaf(models.Model):
    """The place of one entry in the Merkle log."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="leaf_row")
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.index)


class Node(models.Model):
    """A perfect subtree above the leaves, kept so that a proof reads a few rows and not the log."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_node_per_place")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class TreeHead(models.Model):
    """A signed head of the log after a batch."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_index=True)
    key_id = models.CharField(max_length=40)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["-size"]
        get_latest_by = "size"

    def __str__(self) -> str:
        return f"{self.size} {self.root_hex[:16]}"

    @property
    def root_hex(self) -> str:
        return bytes(self.root).hex()

    def statement(self) -> dict[str, Any]:
        """What the signature signs."""
        return {"log": "mad-docket", "size": self.size, "root": self.root_hex, "at": self.at}
