"""Views that only read: what they answer to another method, how they ask the database, and the pages of errors."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

from ptce_site import site_settings
from ptce_site.models import Conformity
from ptce_site.remembered import is_anew

View = Callable[..., HttpResponseBase]


def error_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The page of an error; it reads nothing in the database."""
    response = HttpResponse(render_to_string(f"errors/{status}.html", {**_constants(), **context}), status=status)
    add_never_cache_headers(response)
    return response


def _constants() -> dict[str, object]:
    """Without a request, so that an error page depends on nothing that may have failed."""
    said = site_settings.kept.known
    names = said.names if said else site_settings.of_installation()
    conformity = said.conformity if said else Conformity.NONE.label
    return {**names, "SITE_URL": settings.SITE_URL, "CONFORMITY": conformity, "SECTION": ""}


@contextlib.contextmanager
def prepared_statements() -> Iterator[None]:
    """Let PostgreSQL keep the plans of the statements run in the block: docs/decisions/0009.

    For reading only: pghistory puts a second command before the statements that write, which cannot be prepared.
    """
    if is_anew():  # a preview, in a request that writes
        yield
        return
    connection.ensure_connection()
    kept: Any = connection.connection
    before = kept.cursor_factory, kept.prepare_threshold
    kept.cursor_factory, kept.prepare_threshold = ServerBindingCursor, 0
    try:
        yield
    finally:
        kept.cursor_factory, kept.prepare_threshold = before


def reading_only(view: View) -> View:
    """Answer GET and HEAD; to any other method, 405 with a page. Nothing is written, so no form token is asked for."""

    @csrf_exempt
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        response = error_page(request, 405)
        response["Allow"] = "GET, HEAD"
        return response

    return wrapped
