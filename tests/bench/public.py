"""A page of the public site against a bare page that Django keeps for everybody."""

from __future__ import annotations

from tests.bench import load
from tests.bench.load import Call
from tests.bench.place import Place, Web
from tests.bench.report import Report

CLIENTS = 4
SECONDS = 3.0
TURNS = 5
BARE = "/bench/cached/"


def measure(place: Place, report: Report) -> None:
    """Requests per second of a published text and of the bare page in turn; the middle one of the ratios."""
    place.manage("shell", "-c", PUBLISH)
    symbol = place.query("SELECT min(symbol) FROM deliberation_publication")[0][0]
    page = f"/public/{symbol}/"
    with place.web() as web:
        for path in (page, BARE):
            _rate(web, path, 0.5)
        ratios = sorted(_rate(web, page, SECONDS) / _rate(web, BARE, SECONDS) for _ in range(TURNS))
    report.note(f"{page}: ratios {', '.join(f'{ratio:.2f}' for ratio in ratios)}")
    report.at_least("public output page ÷ bare cached page, requests per second", ratios[TURNS // 2], 0.7)


def _rate(web: Web, path: str, seconds: float) -> float:
    result = load.run(web.port, [Call("GET", path)], clients=CLIENTS, seconds=seconds)
    if set(result.statuses) != {200}:
        raise RuntimeError(f"{path} answered {result.statuses}")
    return result.rate(200)


PUBLISH = """
from cases.models import Case
from deliberation import services
from deliberation.models import Output, Publication
from mad.accounts.models import User

if not Publication.objects.exists():
    registrar = User.objects.get(username="registrar")
    presiding = User.objects.get(presiding=True)
    case = Case.objects.exclude(stage="closed").order_by("pk").first()
    text = chr(10).join(["The Division calls upon the Council to meet.", ""] * 20)
    call = services.make_call(case=case, by=presiding, kind="emergency_call", title="Call for a session", text=text)
    services.publish(output=Output.objects.get(pk=call.pk), by=registrar)
"""
