"""The annual account as PDF, which everybody may read, and its numbers as CSV (R48, R50)."""

import csv
from hashlib import sha256
from io import StringIO
from typing import Any

from django.db import transaction
from django.utils import translation

from deliberation.account_table import Table
from deliberation.account_tables import tables
from deliberation.models import AnnualAccount
from deliberation.report_documents import Block, dated, heading, paragraph, pdf, table
from deliberation.selectors.account import shown_to
from mad.accounts.permissions import Act, require
from mad.common.spreadsheet import cell
from mad.docket.services import record

COLUMNS = ("year", "edition", "table", "row", "column", "value")


def export_pdf(*, account: AnnualAccount, by: Any) -> bytes:
    require(by, Act.READ_ACCOUNT)
    made = account_pdf(account)
    _record(account.number, by, "pdf", made)
    return made


def account_pdf(account: AnnualAccount) -> bytes:
    """Of a published edition always the same text: of single cases it has those of which something was published."""
    with translation.override("en"):
        return pdf(
            title=f"Annual account {account.year}",
            symbol=f"MAD/AA/{account.year}/{account.edition}",
            number=account.number,
            stage="published",
            distribution=f"{dated(account.published_at)} · Edition {account.edition}",
            blocks=_blocks(account),
            rule="R48",
        )


def _blocks(account: AnnualAccount) -> list[Block]:
    blocks = []
    if account.reason:
        blocks.append(paragraph(f"This edition corrects edition {account.edition - 1}: {account.reason}"))
    for one in tables(shown_to(None, account.content)):
        blocks += _table(one)
    blocks.append(paragraph(f"SHA-256 of the figures as published: {account.digest}", True))
    return blocks


def _table(one: Table) -> list[Block]:
    if not one.rows:
        return [
            heading(one.title),
            *([paragraph(one.note, True)] if one.note else []),
            paragraph("Nothing in this year."),
        ]
    head = [label for label, _key, _figure in one.columns]
    numbers = [place for place, (_label, _key, figure) in enumerate(one.columns) if figure]
    rows = [["–" if value is None else value for value in row] for row in one.rows]
    note = [paragraph(one.note, True)] if one.note else []
    return [heading(one.title), *note, table(one.title, head, rows, numbers)]


def export_csv(*, year: int, edition: int, content: dict[str, Any], by: Any) -> str:
    """One line a figure; `content` as it is shown to `by`. edition 0: the figures as they stand."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in tables(content):
        for row in one.rows:
            name = cell(str(row[0]))
            for value, (label, _key, figure) in list(zip(row, one.columns, strict=True))[1:]:
                written = "" if value is None else value if figure else cell(str(value))
                writer.writerow([year, edition or "", one.key, name, label, written])
    made = out.getvalue()
    _record(f"AA-{year}-{edition}" if edition else f"AA-{year}", by, "csv", made.encode())
    return made


def _record(number: str, by: Any, form: str, made: bytes) -> None:
    with transaction.atomic():
        content = {"format": form, "sha256": sha256(made).hexdigest()}
        record(act="account.exported", by=by, obj=number, content=content, facts={"format": form})
