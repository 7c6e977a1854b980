"""What the Council itself did, as the public record reports it (R41). Nothing of it is decided here."""

from __future__ import annotations

from deliberation.rehearsal.play import Play


def run(play: Play) -> None:
    facts = play.facts["council"]
    play.chapter("What the Council did (public record)")
    play.write(facts["note"].strip())
    against = " and ".join(facts["against"])
    play.write(
        f"{facts['symbol']}, {facts['meeting']}th meeting, {facts['date']:%d %B %Y}: {facts['in_favour']} in favour, "
        f"{len(facts['against'])} against ({against}), {len(facts['abstaining'])} abstaining. {facts['source']}."
    )
