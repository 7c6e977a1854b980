"""Input that no column can hold is refused before any view looks at it, and the field is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from mad.common.errors import Invalid
from mad.common.for_pages import OPEN
from mad.common.problems import problem_response

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class NoNull:
    """400 for the character NUL in an address; and in what a page was sent, where its form did not refuse it and keep what
    was typed. The bodies of the API and of uploads are not read here.

    After Refusals in settings.MIDDLEWARE, so that who is signed in is known to the page that says it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # What is public answers by itself: this page would bring a cookie there.
        field = None if request.path.startswith(OPEN) else _field_with_null(request)
        return self.get_response(request) if field is None else self._refused(request, field)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The database's adapter says it of any value, and nothing was written then."""
        if not (isinstance(exception, ValueError) and "NUL" in str(exception) and request.content_type in FORMS):
            return None
        field = next(_named([request.POST]), None)
        return None if field is None else self._refused(request, field)

    def _refused(self, request: HttpRequest, field: str) -> HttpResponse:
        refused = _invalid(field)
        if request.path.startswith("/api/"):
            return problem_response(refused)
        return render(request, "refused.html", {"refused": refused}, status=refused.status)


def refuse_null(fields: QueryDict) -> None:
    """For a view that reads what it was sent without a form. Raises Invalid naming the first field with a NUL."""
    if field := next(_named([fields]), None):
        raise _invalid(field)


def _invalid(field: str) -> Invalid:
    return Invalid({field: ["It holds the character NUL, which cannot be stored. Take it out."]})


def _field_with_null(request: HttpRequest) -> str | None:
    """The first field of the address with a NUL in its name or a value; None where there is none."""
    if "\0" in request.path_info and not request.path.startswith("/api/"):
        return "address"  # the API answers that there is no such thing
    return next(_named([request.GET]), None)


def _named(given: Iterable[QueryDict]) -> Iterator[str]:
    for fields in given:
        for name, values in fields.lists():
            if "\0" in name or any("\0" in value for value in values):
                yield name.replace("\0", "") or "form"
