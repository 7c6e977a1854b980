"""What leaves the Division: embargo, delivery, answers, and what is published, frozen (R37, R52, SCREENS 20)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from mad.common.canonical import new_salt

from .outputs import Delivery, Output

USER = settings.AUTH_USER_MODEL


class Embargo(models.Model):
    """Not public before `until`; None: lifted. The newest version counts. Append-only."""

    output = models.ForeignKey(Output, models.PROTECT, related_name="embargoes")
    version = models.PositiveIntegerField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["output_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["output", "version"], name="one_embargo_per_version")]

    def __str__(self) -> str:
        return f"{self.output_id} until {self.until}"


class Publication(models.Model):
    """An output as it was published: the public site reads this table and no other. Append-only.

    content: see deliberation.services.publishing.content_of. words: the text folded for search. entry: its adoption.
    """

    output = models.OneToOneField(Output, models.PROTECT, related_name="publication")
    symbol = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    states = ArrayField(models.CharField(max_length=3), default=list)
    year = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    content = models.JSONField()
    words = models.TextField()
    entry = models.ForeignKey("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [models.CheckConstraint(name="a_publication_has_a_symbol", condition=~Q(symbol=""))]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="publications_newest"),
            GinIndex(SearchVector("words", config="simple"), name="publications_by_words"),
        ]

    def __str__(self) -> str:
        return self.symbol


class Supersession(models.Model):
    """A published text was superseded; by which one is told once that one is published too. Append-only."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="supersession")
    successor = models.ForeignKey(Output, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.publication} superseded"


class CommentedText(models.Model):
    """The Council text that a comment refers to, by its symbol. Append-only."""

    output = models.OneToOneField(Output, models.PROTECT, related_name="commented")
    symbol = models.CharField(max_length=60)
    dated = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="a_comment_names_its_text", condition=~Q(symbol=""))]

    def __str__(self) -> str:
        return self.symbol


class Correspondent(models.Model):
    """Where an addressee is written to: a State's mission, or the Council's president (state None).

    The newest row counts; an empty address ends it. Append-only.
    """

    state = models.ForeignKey("reference.State", models.PROTECT, null=True, related_name="+")
    email = models.EmailField(blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.state_id or 'president'}: {self.email}"


def fresh_salt() -> bytes:
    return new_salt()


class Dispatch(models.Model):
    """How one addressee is sent one output: a secret link, of which only the hash is kept. Append-only.

    The token is derived from the salt and the installation's key, so that whoever reads the database has no link.
    """

    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="dispatch")
    salt = models.BinaryField(max_length=32, default=fresh_salt)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "dispatches"

    def __str__(self) -> str:
        return f"dispatch of {self.delivery_id}"

    @property
    def token(self) -> str:
        return token_from(bytes(self.salt))


def token_from(salt: bytes) -> str:
    """64 characters in hex."""
    return salted_hmac("deliberation.delivery", salt.hex(), algorithm="sha256").hexdigest()


class Handling(models.Model):
    """What became of a delivery: sent (by mail, or handed over), seen. Once each. Append-only."""

    class Kind(models.TextChoices):
        SENT = "sent", "Sent"
        SEEN = "seen", "Seen"

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="handlings")
    kind = models.CharField(max_length=6, choices=Kind)
    how = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "kind"], name="handled_once_each"),
            models.CheckConstraint(name="handling_kind_is_known", condition=Q(kind__in=["sent", "seen"])),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.kind}"


class Reply(models.Model):
    """What an addressee answered, as the registrar recorded it. reference: of a letter or file. Append-only."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="replies")
    text = models.TextField()
    reference = models.CharField(max_length=200, blank=True)
    received_on = models.DateField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    salt = models.BinaryField(max_length=32, default=fresh_salt)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "replies"
        constraints = [models.CheckConstraint(name="a_reply_says_something", condition=~Q(text="") | ~Q(reference=""))]

    def __str__(self) -> str:
        return f"reply to {self.delivery_id}"
