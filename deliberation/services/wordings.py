"""Reading what a drafter typed for one paragraph (R38). Produced parts are never taken from the text."""

from collections.abc import Collection, Mapping
from typing import Any

from deliberation.models import Option, Output, PrecedentParagraph
from deliberation.procedure.draft import MEASURES
from deliberation.procedure.form import MAX_LEVEL, Part, bare, clean, is_opening, nearest_opening
from deliberation.selectors.precedents import folded, named
from deliberation.selectors.release import UNKNOWN, citations_of
from mad.common.errors import Invalid
from mad.common.web import whole_number
from mad.reference.models import State

LONGEST = 10_000
NAMES = (
    "level",
    "opening",
    "text",
    "measure",
    "addressee",
    "territory",
    "option",
    "of_fact",
    "citations",
    "source",
)


def read_words(
    output: Output,
    part: Part,
    given: Mapping[str, Any],
    *,
    by: Any,
    cited: Collection[str] = (),
    noted: str = "",
    loose: bool = False,
) -> dict[str, Any]:
    """Field values of a paragraph.

    level: 0 to 3; opening: from the list of the part, "" only below level 0; text; measure: key of MEASURES;
    addressee; territory: [ISO alpha-3]; option: label ("O-2") or ""; of_fact; citations: [docket numbers], each
    in `cited` already or of a finding or item of the case that `by` may open; an item closed to them does not exist;
    source: the Council text whose words these are, or were before they were adapted; one that is loaded, or `noted`
    in the paragraph already. loose: words that come from elsewhere may have no opening of the list;
    they are then kept as text.
    Raises Invalid naming each field at fault. Class force is no fault of the words: see tabling (R33).
    """
    errors: dict[str, list[str]] = {}
    level = _level(given.get("level"), part, errors)
    values: dict[str, Any] = {
        "level": level,
        "text": _text(given.get("text"), part, errors),
        "measure": _measure(given.get("measure"), part, errors),
        "addressee": clean(str(given.get("addressee") or ""))[:200],
        "territory": _territory(given.get("territory"), errors),
        "option": _option(output, given.get("option"), errors),
        "of_fact": bool(given.get("of_fact")),
        "citations": _citations(output, given.get("citations"), by, cited, errors),
    }
    values["source"], precedents = _source(given.get("source"), noted, by, errors)
    needed = not (level or loose or any(_opens(one, values["text"]) for one in precedents))
    values["opening"] = _opening(given.get("opening"), part, output.language, needed, errors)
    for name in given:
        if name not in NAMES:
            errors[name] = ["There is no such part of a paragraph."]
    if errors:
        raise Invalid(errors, rule="R38")
    return values


def _source(value: Any, noted: str, by: Any, errors: dict) -> tuple[str, list[PrecedentParagraph]]:
    """The source and what is loaded under it. What the system merges named its source when it was tabled."""
    source = clean(str(value or ""))[:120]
    found = named([source]).get(source, [])
    if source and not found and source != noted and by is not None:
        errors["source"] = ["No past text with this paragraph is loaded, so it cannot be the source."]
    return source, found


def _opens(precedent: PrecedentParagraph, text: str) -> bool:
    """Whether the text has its opening words as the precedent has: none, or words out of the list, kept as text."""
    opening = precedent.opening
    if not opening:
        return True
    part = Part.PREAMBULAR if precedent.label.startswith("PP") else Part.OPERATIVE
    return not is_opening(part, opening) and folded(text).startswith(folded(opening))


def _level(value: Any, part: Part, errors: dict) -> int:
    level = value or 0
    if type(level) is not int or not 0 <= level <= MAX_LEVEL or (level and part is Part.PLAIN):
        errors["level"] = [f"A whole number from 0 to {MAX_LEVEL}."]
        return 0
    return level


def _opening(value: Any, part: Part, language: str, needed: bool, errors: dict) -> str:
    opening = clean(str(value or ""))
    if part is Part.PLAIN:
        return ""
    if not opening and needed:
        errors["opening"] = ["Choose the opening words."]
    elif opening and not is_opening(part, opening):
        errors["opening"] = [_unknown(opening[:60], part, language)]
    return opening[:60]


def _unknown(opening: str, part: Part, language: str) -> str:
    said = f"“{opening}” is not among the opening words of the Council."
    near = nearest_opening(part, opening, language)
    return f"{said} The nearest: “{near}”." if near else said


def _text(value: Any, part: Part, errors: dict) -> str:
    typed = str(value or "")
    text = clean(typed) if part is Part.PLAIN else bare(typed)
    if not text:
        errors["text"] = ["Write the text of the paragraph."]
    elif len(text) > LONGEST:
        errors["text"] = [f"At most {LONGEST} characters."]
    return text


def _measure(value: Any, part: Part, errors: dict) -> str:
    measure = str(value or "")
    if measure and (part is not Part.OPERATIVE or measure not in MEASURES):
        errors["measure"] = ["Only an operative paragraph has a measure, one of the list."]
    return measure


def _territory(value: Any, errors: dict) -> list[str]:
    codes = sorted({str(code) for code in value or []})
    known = set(State.objects.filter(iso3__in=codes).values_list("iso3", flat=True)) if codes else set()
    unknown = [code for code in codes if code not in known]
    if unknown:
        errors["territory"] = [f"No such State: {', '.join(code[:10] for code in unknown)}."]
    return [code for code in codes if code in known]


def _option(output: Output, value: Any, errors: dict) -> Option | None:
    label = str(value or "")
    if not label:
        return None
    ordinal = whole_number(label.removeprefix("O-"), figures=4)
    found = None if ordinal is None else Option.objects.filter(case=output.case, ordinal=ordinal).first()
    if found is None:
        errors["option"] = [f"{label[:20]} is not on the table in this case."]
    return found


def _citations(output: Output, value: Any, by: Any, cited: Collection[str], errors: dict) -> list[str]:
    """Kept in the order given. A draft can cite what may not be released; the check refuses it (R39 f)."""
    refs = list(dict.fromkeys(str(ref).strip()[:20] for ref in value or [] if str(ref).strip()))
    barred = citations_of(output.case, refs, reader=by, said=cited)
    unknown = [ref for ref in refs if barred[ref] == UNKNOWN and ref not in cited]
    if unknown:
        errors["citations"] = [f"{', '.join(unknown)}: no finding or evidence item of this case."]
    return [ref for ref in refs if ref not in unknown]
