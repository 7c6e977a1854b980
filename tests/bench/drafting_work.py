"""`python -m tests.bench.drafting_work`: a draft of 60 paragraphs in the demonstration's case; prints what to ask for."""

from __future__ import annotations

import json

import django

PARAGRAPHS = 60


def main() -> None:
    django.setup()
    from cases.models import Case  # noqa: PLC0415 - after django.setup()
    from cases.selectors.people import entitled  # noqa: PLC0415 - after django.setup()
    from deliberation.models import Option, Paragraph  # noqa: PLC0415 - after django.setup()
    from deliberation.services import add_paragraph, create_output, paste  # noqa: PLC0415 - after django.setup()

    case = Case.objects.filter(stage="deliberation").order_by("pk")[0]
    drafter = entitled(case)[0].user
    option = Option.objects.filter(case=case).first()
    output = create_output(case=case, by=drafter, kind="draft_resolution", title="A draft of sixty paragraphs")
    paste(output=output, by=drafter, text=_text(PARAGRAPHS - 2))
    row = add_paragraph(
        output=output,
        by=drafter,
        part="operative",
        opening="Calls upon",
        text="the parties to negotiate a ceasefire under the good offices of the Secretary-General",
        measure="good_offices",
        option=option.label if option else "",
    )
    saved = Paragraph.objects.filter(output=output, removed_at=None).count()
    asked = {"path": f"/outputs/{output.number}/check/", "key": row.pk, "option": option.label if option else ""}
    print(json.dumps({**asked, "drafter": drafter.username, "paragraphs": saved}))


def _text(count: int) -> str:
    """Half preamble, half operative, each as long as the Council's are."""
    half = count // 2
    recitals = [
        f"Recalling its resolution {n} (1999) and the statements of its President on the protection of civilians in armed"
        f" conflict, in particular that of {1 + n % 28} May 2001 on the duty of all parties to respect the law that binds"
        " them,"
        for n in range(half)
    ]
    acts = [
        f"{n}. Demands that all armed groups in the district numbered {n} end attacks on civilians, on hospitals and on"
        " schools at once, and let relief pass without delay to all who need it, in keeping with the law that binds them;"
        for n in range(1, count - half + 1)
    ]
    return "\n\n".join(["The Security Council,", *recitals, *acts])


if __name__ == "__main__":
    main()
