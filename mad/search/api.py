"""Search for machines: `GET /api/v1/search/`, for a token that acts as a person of the secretariat."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mad.accounts.office_api import OfficeView
from mad.accounts.permissions import Act, require
from mad.accounts.tokens import SEARCH_SCOPE
from mad.common.errors import Invalid
from mad.search import api_schema
from mad.search.language import Marker, Query, fragments, read
from mad.search.language.marks import Piece
from mad.search.language.nodes import texts
from mad.search.selectors import COUNTED, NEWEST, RELEVANCE, Hit, search
from mad.search.shown import shows_passages

PAGE = 50


class Search(OfficeView):
    """The same query as on the page, within what the person behind the token may know of."""

    required_scope = SEARCH_SCOPE
    queried = frozenset({"q", "sort", "cursor"})

    @extend_schema(**api_schema.SEARCH)
    def get(self, request: Request) -> Response:
        require(request.user, Act.SEARCH)
        query, sort = _query(request), _sort(request)
        found = search(request.user, query, sort=sort, cursor=request.query_params.get("cursor", ""), size=PAGE)
        _no_problems(found.problems)
        marker = Marker(texts(query.node))
        return Response(
            {
                "count": min(found.total, COUNTED),
                "more": found.total > COUNTED,
                "facets": {name: dict(values) for name, values in found.facets.items()},
                "results": [_result(row, marker) for row in found.hits],
                "next": found.next or None,
            }
        )


def _query(request: Request) -> Query:
    query = read(request.query_params.get("q", ""))
    _no_problems(query.problems)
    if query.empty:
        raise Invalid({"q": ["A search asks for at least one word or fact."]})
    return query


def _no_problems(problems: Any) -> None:
    """A machine that sends half a query gets no half answer."""
    if problems:
        raise Invalid({"q": [str(problem) for problem in problems]})


def _sort(request: Request) -> str:
    sort = request.query_params.get("sort", NEWEST)
    if sort not in (NEWEST, RELEVANCE):
        raise Invalid({"sort": [f"This is {NEWEST} or {RELEVANCE}."]})
    return sort


def _result(row: Hit, marker: Marker) -> dict[str, Any]:
    passages = fragments(row.text, marker) if shows_passages(row) else []
    return {
        "kind": row.kind,
        "number": row.number,
        "title": row.title,
        "url": row.url,
        "at": row.at,
        "states": row.states,
        "source": row.source,
        "status": row.status,
        "grade": row.grade,
        "sensitivity": row.sensitivity,
        "part": row.part,
        "parts": row.parts,
        "passages": [_passage(pieces) for pieces in passages],
    }


def _passage(pieces: list[Piece]) -> dict[str, Any]:
    """The text, and [start, end] of each hit in it."""
    marks, place = [], 0
    for piece in pieces:
        if piece.hit:
            marks.append([place, place + len(piece.text)])
        place += len(piece.text)
    return {"text": "".join(piece.text for piece in pieces), "marks": marks}
