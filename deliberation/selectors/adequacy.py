"""The Division's measures beside a Council text, with what members judged (R42)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func

from deliberation.models import Adequacy, AdequacyComment, CouncilText, MeasureJudgement, Output, Paragraph
from deliberation.procedure.adequacy import NOT_COMPARED, Aligned, Clause, Comparison, compare, measures_said
from deliberation.procedure.council_text import Kind
from deliberation.procedure.draft import MEASURES
from deliberation.procedure.form import Part
from deliberation.procedure.outputs import Stage

from .facts import lines_of

COMPARED = (Kind.OPERATIVE.value, Kind.ANNEX.value)
_NAMES: Func = Func(
    F("territory"),
    template="ARRAY(SELECT s.name FROM reference_state s WHERE s.iso3 = ANY(%(expressions)s) ORDER BY s.name)",
    output_field=ArrayField(CharField()),
)


@dataclass(frozen=True)
class Row:
    """One measure: the alignment, the kinds of measure by name, and the newest judgement or None."""

    aligned: Aligned
    kinds: str
    judgement: MeasureJudgement | None

    @property
    def key(self) -> str:
        return self.aligned.measure.key


@dataclass(frozen=True)
class Beside:
    """Two texts side by side. added: what the Council's text has beyond the Division's measures."""

    comparison: Comparison
    rows: tuple[Row, ...]

    @property
    def unjudged(self) -> tuple[str, ...]:
        return tuple(row.aligned.measure.label for row in self.rows if row.judgement is None)


def measures_of(output: Output) -> tuple[Clause, ...]:
    """The operative paragraphs that carry a measure, each with its sub-paragraphs, under their printed labels."""
    held = Paragraph.objects.filter(output=output, removed_at=None).annotate(territory_names=_NAMES)
    rows: list[Any] = list(held.order_by("position", "id"))
    by_key = {str(row.pk): row for row in rows}
    groups: list[list[tuple[str, Any]]] = []
    for line in lines_of(rows):
        if line.part is not Part.OPERATIVE:
            continue
        if line.level and groups:
            groups[-1].append((line.label, by_key[line.key]))
        else:
            groups.append([(line.label, by_key[line.key])])
    clauses = map(_division, groups)
    return tuple(clause for clause in clauses if clause.measures)


def _division(group: list[tuple[str, Any]]) -> Clause:
    label, head = group[0]
    rows = [row for _, row in group]
    return Clause(
        key=str(head.pk),
        label=label,
        opening=head.opening,
        text=" ".join([head.text, *(f"{row.opening} {row.text}".strip() for row in rows[1:])]),
        measures=frozenset(row.measure for row in rows if row.measure) - NOT_COMPARED,
        addressee=next((row.addressee for row in rows if row.addressee), ""),
        territory=tuple(dict.fromkeys(name for row in rows for name in row.territory_names)),
    )


def clauses_of(text: CouncilText) -> tuple[Clause, ...]:
    """The operative paragraphs of a Council text, each with what stands under it; then those of its annexes, where what
    bears no number stands with the paragraph or the heading before it."""
    groups: dict[tuple[str, str], list[str]] = {}
    head = ("", "")
    for row in text.paragraphs:
        if row["part"] not in COMPARED:
            continue
        if not row["level"]:
            head = (row["part"], row["label"])
        groups.setdefault(head, []).append(row["text"])
    ordered = sorted(groups.items(), key=lambda group: COMPARED.index(group[0][0]))
    return tuple(_council(number, *head, " ".join(words)) for number, (head, words) in enumerate(ordered))


def _council(number: int, part: str, label: str, words: str) -> Clause:
    return Clause(
        key=str(number),
        label=label,
        opening="",
        text=words,
        measures=measures_said(words) - NOT_COMPARED,
        annexed=part == Kind.ANNEX,
    )


def beside(text: CouncilText, adequacy: Adequacy | None) -> Beside:
    """The comparison with its judgements. Four queries at most."""
    comparison = compare(measures_of(text.output), clauses_of(text))
    newest: dict[str, MeasureJudgement] = {}
    if adequacy is not None:
        for judgement in adequacy.judgements.select_related("member__user").order_by("version"):
            newest[str(judgement.paragraph_id)] = judgement
    rows = tuple(Row(row, _kinds(row.measure), newest.get(row.measure.key)) for row in comparison.rows)
    return Beside(comparison, rows)


def _kinds(clause: Clause) -> str:
    return ", ".join(kind.name for key, kind in MEASURES.items() if key in clause.measures)


def live_comment(adequacy: Adequacy) -> AdequacyComment | None:
    """The comment drafted from this comparison that was not withdrawn."""
    rows = adequacy.comments.exclude(output__stage=Stage.WITHDRAWN).select_related("output")
    return rows.first()
