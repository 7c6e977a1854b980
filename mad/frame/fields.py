"""A form field as the design draws it: label, hint, error, control, in this order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.template.loader import get_template

from mad.common.web import KEY_FIGURES, whole_number
from mad.frame.heard import say

TEMPLATE = "components/field/{}.html"
GROUPS = {"radios", "checkboxes", "segmented", "anchored", "choice"}
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.DateTimeInput, "datetime"),
    (forms.DateInput, "date"),
)
CLASSES = {
    "text": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a group: what is shown, what it means, and the key that chooses it (screening)."""

    id: str
    value: str
    label: str
    said: str = ""
    key: str = ""
    checked: bool = False
    attrs: Mapping[str, Any] = field(default_factory=dict)


def kind_of(bound: BoundField) -> str:
    widget = bound.field.widget
    return next((kind for cls, kind in KINDS if isinstance(widget, cls)), "text")


def render_field(bound: BoundField, widget: str = "", **options: Any) -> str:
    """The whole field. `widget` asks for another drawing: segmented, anchored, choice, radios, select.

    needed: when a field is needed that can be left empty otherwise, said in the place of "optional".
    """
    kind = widget or kind_of(bound)
    if kind == "hidden":
        return bound.as_hidden() if not bound.is_hidden else bound.as_widget()
    context = common(bound, options)
    if kind in GROUPS:
        context |= group(bound, options)
    elif kind in {"date", "datetime"}:
        context["value"] = dated(bound.value(), kind)
    elif kind != "checkbox":
        context["control"] = control(bound, kind, context, options)
    return get_template(TEMPLATE.format(kind)).render(context)


def common(bound: BoundField, options: Mapping[str, Any]) -> dict[str, Any]:
    name = bound.auto_id or f"id_{bound.html_name}"
    hint = options.get("hint", bound.help_text)
    errors = list(map(say, bound.errors))
    described = [part for part, there in ((f"{name}-hint", hint), (f"{name}-error", errors)) if there]
    optional = options.get("optional", not bound.field.required and bool(options.get("say_optional", True)))
    return {
        **options,
        "field": bound,
        "id": name,
        "label": options.get("label", bound.label),
        "hint": hint,
        "errors": errors,
        "described_by": " ".join([*described, *str(options.get("described_by", "")).split()]),
        "optional": optional and not bound.field.disabled,
        "required": bound.field.required,
        "disabled": bound.field.disabled,
    }


def group(bound: BoundField, options: Mapping[str, Any]) -> dict[str, Any]:
    drawn = list(choices(bound, options))
    said = next((option.said for option in drawn if option.checked), "")
    multiple = isinstance(bound.field.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple)
    return {"choices": drawn, "said_now": said or options.get("unset", ""), "multiple": multiple}


def choices(bound: BoundField, options: Mapping[str, Any]) -> Iterator[Option]:
    """The options of a choice field, with the blank one left out."""
    meanings = options.get("said") or getattr(bound.field, "said", None) or {}
    keys = dict(pair.split(":", 1) for pair in str(options.get("keys", "")).split())
    base = bound.auto_id or f"id_{bound.html_name}"
    for index, (value, label, checked) in enumerate(flat_choices(bound)):
        shown, _, meaning = str(label).partition(": ") if not meanings else (str(label), "", "")
        said = str(meanings.get(value) or meanings.get(_plain(value)) or meaning)
        yield Option(f"{base}_{index}", str(value), shown, said, keys.get(str(value), ""), checked)


def flat_choices(bound: BoundField) -> Iterator[tuple[Any, Any, bool]]:
    current = bound.value()
    chosen = {str(item) for item in current} if isinstance(current, list | tuple | set) else {str(current)}
    for value, label in bound.field.widget.choices:
        inner = label if isinstance(label, list | tuple) else [(value, label)]
        for own, text in inner:
            if str(own) != "":
                yield own, say(text), str(own) in chosen


def _plain(value: Any) -> Any:
    text = str(value)
    number = whole_number(text, KEY_FIGURES)
    return text if number is None else number


def control(bound: BoundField, kind: str, context: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """Django's own widget with our class, described-by and size."""
    css = [
        CLASSES.get(kind, "govuk-input"),
        str(bound.field.widget.attrs.get("class", "")),
        str(options.get("css", "")),
    ]
    if context["errors"]:
        css.append(f"{css[0]}--error")
    if kind == "text" and options.get("width"):
        css.append(f"govuk-input--width-{options['width']}")
    attrs: dict[str, Any] = {
        "class": " ".join(part for part in css if part),
        "aria-describedby": context["described_by"] or False,
        "placeholder": False,
    }
    if options.get("rows"):
        attrs["rows"] = options["rows"]
    if kind == "file":
        attrs["data-upload"] = True
    if kind == "select":
        widget: Any = bound.field.widget
        widget.choices = [_spoken(choice) for choice in widget.choices]
    return bound.as_widget(attrs={**attrs, **extra_attributes(options)})


def _spoken(choice: tuple[Any, Any]) -> tuple[Any, Any]:
    value, label = choice
    return value, [_spoken(inner) for inner in label] if isinstance(label, list | tuple) else say(label)


def extra_attributes(options: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword arguments that begin with data_, aria_ or are plain HTML (inputmode, autocomplete …)."""
    plain = {"inputmode", "autocomplete", "spellcheck", "maxlength", "min", "max", "step", "size", "autofocus", "dir"}
    return {
        name.replace("_", "-"): value
        for name, value in options.items()
        if name in plain or name.startswith(("data_", "aria_"))
    }


def dated(value: Any, kind: str) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M" if kind == "datetime" else "%Y-%m-%d")
    return value.isoformat() if isinstance(value, date) else str(value or "")


def error_list(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error with the id of the field it stands at ("" for the form itself), in the fields' order.

    A message that any field of its kind could give ("This field is required.") is told apart by the field's label.
    """
    found = [("", say(message)) for message in form.non_field_errors()]
    for bound in form:
        common = {str(message) for message in bound.field.error_messages.values()}
        told = (f"{bound.label}: {said}" if said in common and bound.label else said for said in map(str, bound.errors))
        found += [(first_id(bound), say(said)) for said in told]
    return found


def first_id(bound: BoundField) -> str:
    name = bound.auto_id or f"id_{bound.html_name}"
    return f"{name}_0" if kind_of(bound) in GROUPS else name
