"""R37: delivery to each addressee at once, and what became of it: sent, seen, answered. R52: mail carries no content."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from deliberation.models import Correspondent, Delivery, Dispatch, Handling, Output, Reply
from deliberation.models.publication import fresh_salt, token_from
from deliberation.procedure.outputs import OutputKind
from deliberation.procedure.publication import Council, seats_refusal
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import stripped
from mad.common.canonical import digest
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.membership import selectors as membership
from mad.membership.independence import COUNCIL_SIZE
from mad.notices.models import Outbox
from mad.reference.models import State

PRESIDENT = "President of the Security Council"
MAIL_TOPIC = "delivery.mail"
LONGEST = 20_000


def deliver(output: Output, by, *, on: date | None = None) -> list[Delivery]:
    """A delivery to the Council's president and to every State that sits on the day, and the mail that tells of it.

    on: the day of sending (default: today). Whoever has one already gets no second. Raises Refused (R37) when seats of
    the day are not known and the plenary adopted the text; a call goes to those that are known.
    """
    day = on or clock.today()
    seats = membership.council(day)
    if why := seats_refusal(OutputKind(output.kind), Council(len(seats), COUNCIL_SIZE)):
        raise Refused("R37", why, "The registrar records the seats; the output stays adopted until then.")
    have = set(output.deliveries.values_list("state", flat=True))
    named = [(PRESIDENT, None), *((seat.state.name, seat.state) for seat in seats)]
    made = Delivery.objects.bulk_create(
        Delivery(output=output, addressee=name, state=state, at=clock.now())
        for name, state in named
        if (state.pk if state else None) not in have
    )
    _dispatch(made)
    if made:
        record(
            act="output.delivered",
            by=by,
            obj=output.number,
            case=output.case.number,
            content={"to": [row.addressee for row in made], "council_of": day},
            facts={"addressees": len(made), "seats_unknown": max(0, COUNCIL_SIZE - len(seats))},
        )
    return made


def _dispatch(deliveries: list[Delivery]) -> None:
    where = addresses()
    now = clock.now()
    rows = []
    for delivery in deliveries:
        salt = fresh_salt()
        hashed = hashed_token(token_from(salt))
        rows.append(
            Dispatch(delivery=delivery, salt=salt, token_hash=hashed, email=where.get(delivery.state_id, ""), at=now)
        )
    made = Dispatch.objects.bulk_create(rows)
    Outbox.objects.bulk_create(
        Outbox(topic=MAIL_TOPIC, payload={"dispatch": row.pk}, created_at=now, available_at=now)
        for row in made
        if row.email
    )


def addresses() -> dict[str | None, str]:
    """Mail address by State (None: the president), those that have one. One query."""
    newest: dict[str | None, str] = {}
    for state, email in Correspondent.objects.order_by("pk").values_list("state_id", "email"):
        newest[state] = email
    return {state: email for state, email in newest.items() if email}


def hashed_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def send(payload: dict[str, Any], key: str) -> None:
    """The outbox's handler: one mail with number, kind and link. The Message-ID is the row's, so a repeat can be told."""
    row = Dispatch.objects.select_related("delivery__output__case").get(pk=payload["dispatch"])
    output = row.delivery.output
    if not _handled(row.delivery, Handling.Kind.SENT, None, f"Mail to {row.email}"):
        return
    mark = "[Demonstration] " if settings.DEMONSTRATION else ""
    kind = output.get_kind_display()
    link = settings.SITE_URL + reverse("received", args=[row.token])
    EmailMessage(
        subject=f"{mark}{output.symbol}: {kind}",
        body=f"{output.symbol}\n{kind}\n{link}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[row.email],
        headers={"Message-ID": f"<{key}@{settings.MAIL_DOMAIN}>"},
    ).send()


@transaction.atomic
def hand_over(*, delivery: Delivery, by, how: str) -> Delivery:
    """The registrar says how an addressee without a mail address was given the text. Once."""
    require(by, Act.KEEP_CORRESPONDENCE)
    said = _said("how", how, 200)
    if not _handled(delivery, Handling.Kind.SENT, by, said):
        raise Refused("R37", f"It has been sent to {delivery.addressee} already.")
    return delivery


@transaction.atomic
def open_delivery(token: str) -> Delivery | None:
    """The delivery that a secret link leads to, marked as seen the first time; None for a link of nobody."""
    found = known_delivery(token)
    if found is not None:
        _handled(found, Handling.Kind.SEEN, None, "")
    return found


def known_delivery(token: str) -> Delivery | None:
    """The delivery that a secret link leads to; nothing is written down."""
    rows = Dispatch.objects.select_related("delivery__output__case")
    row = rows.filter(token_hash=hashed_token(token)).first()
    return row.delivery if row else None


def _handled(delivery: Delivery, kind: str, by, how: str) -> bool:
    """Write it down, once; False when it was already. Two at the same instant are told apart by the constraint."""
    _, new = Handling.objects.get_or_create(
        delivery=delivery, kind=kind, defaults={"how": how[:200], "by": by, "at": clock.now()}
    )
    if new:
        record(
            act=f"delivery.{kind}",
            by=by,
            obj=delivery.output.number,
            case=delivery.output.case.number,
            content={"to": delivery.addressee, "how": how[:200]},
            facts={"to": delivery.addressee},
        )
    return new


@transaction.atomic
def record_reply(
    *, output: Output, addressee: str, by, text: str = "", reference: str = "", received_on: date | None = None
) -> Reply:
    """What an addressee answered, in words or by the reference of a letter or file.

    Raises Refused (R37, field addressee) for who was sent nothing; Invalid for an empty answer or an impossible day.
    """
    require(by, Act.KEEP_CORRESPONDENCE)
    delivery = Delivery.objects.select_related("output__case").filter(output=output, addressee=addressee).first()
    if delivery is None:
        raise Refused("R37", f"{addressee or 'Nobody'} was not sent {output.number}.", field="addressee", status=400)
    day = received_on or clock.today()
    text, reference = stripped(text), stripped(reference)
    _check_reply(delivery, text, reference, day)
    made = Reply.objects.create(
        delivery=delivery, text=text, reference=reference, received_on=day, by=by, at=clock.now()
    )
    record(
        act="delivery.answered",
        by=by,
        obj=output.number,
        case=delivery.output.case.number,
        content={"to": addressee, "text": digest(made.text), "reference": made.reference, "on": day},
        salt=bytes(made.salt),
        facts={"to": addressee},
    )
    return made


def _check_reply(delivery: Delivery, text: str, reference: str, day: date) -> None:
    errors: dict[str, list[str]] = {}
    if not text and not reference:
        errors["text"] = ["Write what was answered, or give the reference of the letter or file."]
    if len(text) > LONGEST:
        errors["text"] = [f"At most {LONGEST} characters."]
    if len(reference) > 200:
        errors["reference"] = ["At most 200 characters."]
    if not delivery.at.date() <= day <= clock.today():
        errors["received_on"] = ["The answer came between the day of sending and today."]
    if errors:
        raise Invalid(errors, rule="R37")


@transaction.atomic
def complete_delivery(*, output: Output, by) -> list[Delivery]:
    """Deliver to the seats of the day of sending that were not known then. Raises Refused when none is missing."""
    require(by, Act.KEEP_CORRESPONDENCE)
    fresh = Output.objects.select_for_update(of=("self",)).select_related("case").get(pk=output.pk)
    if fresh.transmitted_at is None:
        raise Refused("R37", f"{fresh.number} has not been sent.")
    made = deliver(fresh, by, on=fresh.transmitted_at.date())
    if not made:
        raise Refused("R37", "Every seat known for the day of sending has been sent it.")
    return made


@transaction.atomic
def set_address(*, state: State | None, email: str, by) -> Correspondent:
    """Where a mission, or the Council's president (None), is written to; an empty address ends it."""
    require(by, Act.KEEP_CORRESPONDENCE)
    said = email.strip()
    if said:
        try:
            validate_email(said)
        except ValidationError as error:
            raise Invalid({"email": list(error.messages)}) from error
    made = Correspondent.objects.create(state=state, email=said, by=by, at=clock.now())
    name = state.pk if state else "president"
    record(
        act="correspondent.set", by=by, obj=f"correspondent/{name}", content={"email": said}, facts={"set": bool(said)}
    )
    return made


def _said(name: str, text: str, most: int) -> str:
    said = stripped(text)
    if not said:
        raise Invalid({name: ["This cannot be empty."]}, rule="R37")
    if len(said) > most:
        raise Invalid({name: [f"At most {most} characters."]}, rule="R37")
    return said
