"""Views that only read: what they answer to another method, and the pages of errors."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]


def error_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The page of an error; it reads nothing in the database."""
    response = HttpResponse(render_to_string(f"errors/{status}.html", {**_constants(), **context}), status=status)
    add_never_cache_headers(response)
    return response


def _constants() -> dict[str, object]:
    """Without a request, so that an error page depends on nothing that may have failed."""
    return {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL, "CONTACT_EMAIL": settings.CONTACT_EMAIL}


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
