"""What was learnt later, and how panels' probabilities fared against it. Never of a member or a letter (R26)."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from cases.models import CrimeOutcome, Determination
from cases.procedure.calibration import (
    LEAST_OUTCOMES,
    Bin,
    Forecast,
    Happened,
    Year,
    crime_pool,
    over_time,
    pools,
    reliability,
    score,
    shares,
)
from cases.procedure.outline import act_of

from .visible import visible_to


def outcomes_of(determination: Determination) -> list[dict[str, Any]]:
    """Each crime decided on with the newest record of what became of it, and those before it. One query."""
    by_crime: dict[str, list[CrimeOutcome]] = {}
    for row in determination.outcomes.select_related("by").order_by("-id"):
        by_crime.setdefault(row.crime_id, []).append(row)
    return [
        {"id": c["id"], "name": c["name"], "likely": c["likely"], "records": by_crime.get(c["id"], [])}
        for c in determination.document["crimes"]
    ]


def calibration_page(user: Any) -> dict[str, Any]:
    """Context of cases/calibration.html, of the cases that the reader may open. Three queries at most."""
    forecasts = _forecasts(user)
    known = len(shares(forecasts))
    measures = {"pool": pools(forecasts), "share": shares(forecasts)}
    titles = {"pool": _("By the pool"), "share": _("By the share of the panel")}
    scores = {name: score(pairs) for name, pairs in measures.items()}
    return {
        "least": LEAST_OUTCOMES,
        "known": known,
        "unknown": len(forecasts) - known,
        "enough": known >= LEAST_OUTCOMES,
        "scores": scores,
        "brier": {name: _decimals(found.brier) for name, found in scores.items()},
        "reliability": [
            (name, titles[name], [_bin(one) for one in reliability(pairs)])
            for name, pairs in measures.items()
            if scores[name].brier is not None
        ],
        "time": [_year_row(one) for one in over_time(forecasts)],
    }


def _bin(one: Bin) -> dict[str, Any]:
    """Bounds, mean and part in whole per cent; an empty bin says so by a dash."""
    said = {"low": one.low, "high": one.high, "mean": one.mean, "occurred": one.occurred}
    return {"count": one.count, **{name: "–" if v is None else round(v * 100) for name, v in said.items()}}


def _year_row(one: Year) -> dict[str, Any]:
    return {
        "year": one.year,
        "count": one.share.count,
        "pool": _decimals(one.pool.brier),
        "share": _decimals(one.share.brier),
    }


def _decimals(value: Fraction | None) -> str:
    """Three decimals; what too few outcomes stand under is not said."""
    return "–" if value is None else f"{float(value):.3f}"


def _forecasts(user: Any) -> list[Forecast]:
    """The newest outcome of each crime of each determination, beside what its panel had said."""
    rows = CrimeOutcome.objects.filter(determination__case__in=visible_to(user)).order_by("id")
    newest = {(row.determination_id, row.crime_id): row for row in rows}
    decided = Determination.objects.in_bulk({determination for determination, _ in newest})
    return [_forecast(decided[determination], row) for (determination, _), row in newest.items()]


def _forecast(determination: Determination, row: CrimeOutcome) -> Forecast:
    crime = next(crime for crime in determination.document["crimes"] if crime["id"] == row.crime_id)
    by_act: dict[str, list[Fraction | None]] = {"": []}
    for element in crime["elements"]:
        by_act.setdefault(act_of(element["id"], element["act"]), []).append(
            Fraction(element["pool"]) if element["pool"] else None
        )
    contextual = by_act.pop("")
    return Forecast(
        year=(determination.adopted_at or determination.proposed_at).year,
        pool=crime_pool(contextual, by_act.values()),
        share=Fraction(crime["individually"], crime["panel"]),
        happened=Happened(row.happened),
    )


def decided_crimes(determination: Determination) -> Iterable[tuple[str, str]]:
    return [(crime["id"], crime["name"]) for crime in determination.document["crimes"]]
