"""R16: no text of the Division that is to leave it names a protected person or source, whole or by a part of the name."""

from deliberation.models import Output
from deliberation.selectors.leaving import protected_names
from mad.common.errors import Refused


def refuse_names(output: Output) -> None:
    """Raises Refused (R16) naming the place. Asked before the vote, when the text can still be changed, and before it is
    sent out: a name can come under protection in between."""
    found = protected_names(output)
    if not found:
        return
    where = "The title" if found[0] == "title" else f"Paragraph {found[0]}"
    raise Refused(
        "R16",
        f"{where} names a person or a source whose identity is protected.",
        "The text is kept as it is and does not go out. Write the designation instead, or leave the name out.",
    )
