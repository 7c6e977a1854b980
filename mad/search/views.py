"""The page of search (SCREENS 6): query, hits with marked passages, facets, saved searches."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mad.accounts.permissions import Act, require_act
from mad.common.errors import Invalid, Refused
from mad.common.web import SignedInRequest, page, person
from mad.search import shown
from mad.search.language import Query, read
from mad.search.selectors import NEWEST, RELEVANCE, Found, saved_searches, search
from mad.search.services import drop_search, save_search

BESIDE = {"from": "from", "to": "to", "place": "place"}


@person
@require_act(Act.SEARCH)
def search_page(request: HttpRequest) -> HttpResponse:
    """Fields beside the query are written into it, so that one line says all of a search."""
    if beside := _beside(request):
        return redirect(f"{reverse('search')}?{urlencode(beside)}")
    query = read(request.GET.get("q", ""))
    sort = RELEVANCE if request.GET.get("sort") == RELEVANCE else NEWEST
    try:
        found, refused = search(request.user, query, sort=sort, cursor=request.GET.get("after", "")), None
    except Invalid:
        raise
    except Refused as too_broad:
        found, refused = Found(problems=query.problems), too_broad
    context = _context(request, query, sort, found) | {"refused": refused}
    return page(request, "mad/search/search.html", context, status=refused.status if refused else 200)


def _beside(request: HttpRequest) -> dict[str, str]:
    """The address with dates and place moved into the query; {} when nothing stands beside it."""
    given = {name: request.GET.get(name, "").strip() for name in BESIDE}
    added = [shown.term(name, value) for name, value in given.items() if value]
    if not added:
        return {}
    query = shown.with_terms(read(request.GET.get("q", "")), added)
    sort = request.GET.get("sort", "")
    return {"q": query} | ({"sort": sort} if sort == RELEVANCE else {})


def _context(request: HttpRequest, query: Query, sort: str, found: Found) -> dict[str, Any]:
    kept = saved_searches(request.user)
    return {
        "query": query,
        "sort": sort,
        "sorts": [(NEWEST, shown.address(query.text, NEWEST)), (RELEVANCE, shown.address(query.text, RELEVANCE))],
        "found": found,
        "hits": shown.hits(found.hits, query),
        "facets": shown.facets(found, query, sort),
        "chosen": shown.chosen(query, sort),
        "saved": kept,
        "this_saved": next((row for row in kept if row.query == query.text), None),
        "next": shown.address(query.text, sort, found.next) if found.next else "",
        "later": bool(request.GET.get("after")),
    }


@person
@require_act(Act.SEARCH)
@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    alerts = request.POST.get("alerts") == "on"
    saved = save_search(
        by=request.user, name=request.POST.get("name", ""), query=request.POST.get("q", ""), alerts=alerts
    )
    messages.success(request, shown.saved_message(saved))
    return redirect(shown.address(saved.query, NEWEST))


@person
@require_act(Act.SEARCH)
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    drop_search(by=request.user, pk=pk)
    return redirect("search")
