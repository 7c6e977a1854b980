"""R48: publishing the annual account of a year, and its later corrections."""

from typing import Any

from django.db import IntegrityError, transaction

from deliberation.followup_record import account_content
from deliberation.models import AnnualAccount
from deliberation.procedure import periods
from deliberation.selectors.account import figures
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Refused
from mad.docket.services import record

from .guards import refuse_closed_words, required


@transaction.atomic
def publish_account(*, year: int, by: Any, after: int, reason: str = "") -> AnnualAccount:
    """Freeze the figures of a year that is over, as they stand now; a later edition says why it corrects the one before.

    after: the newest edition that the person had before them (0 for none). Raises Invalid naming year or reason,
    which everybody reads and which tells nothing that is not released; Refused (R48) before the year is over, or when
    somebody published since.
    """
    require(by, Act.PUBLISH_ACCOUNT)
    now = clock.now()
    span = periods.year(year, now.date())
    if now < span.ends:
        raise Refused("R48", f"The year {year} is not over.", "Its figures can be read as they stand.")
    last = AnnualAccount.objects.filter(year=year).order_by("-edition").first()
    edition = last.edition if last else 0
    if edition != after:
        raise _overtaken(edition)
    said = required("R48", reason=reason)["reason"] if last else ""
    refuse_closed_words("R48", {"reason": said})
    account = AnnualAccount(
        year=year,
        edition=edition + 1,
        reason=said,
        content=figures(year, span, now),
        published_at=now,
        published_by=by,
    )
    content = account_content(account)
    account.digest = digest(content)
    facts = {"year": year, "edition": account.edition, "sha256": account.digest}
    account.entry = record(act="account.published", by=by, obj=account.number, content=content, facts=facts)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as taken:
        raise _overtaken(edition + 1) from taken
    return account


def _overtaken(edition: int) -> Refused:
    return Refused(
        "R48", f"Edition {edition} was published since you opened this page.", "Read it; then say what it gets wrong."
    )
