"""Public pages are the same bytes for everyone, until what they show changes: their stamp."""

import functools
import hashlib
import zlib
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from ptce_site.clock import today
from ptce_site.reading import prepared_statements, reading_only
from ptce_site.remembered import read_moment

View = Callable[..., HttpResponseBase]
CODE_SUFFIXES = {".py", ".html", ".css", ".js", ".svg"}


@functools.cache
def release() -> str:
    """The RELEASE setting, else a digest of the code and templates that run."""
    if settings.RELEASE:
        return settings.RELEASE
    digest = hashlib.sha256()
    for folder in ("ptce_site", "accounts", "poles", "charter", "cell", "templates", "static", "requirements"):
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.suffix in CODE_SUFFIXES or path.name == "base.txt":
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def page_stamp(request: HttpRequest) -> str | None:
    """The entity tag of a public page: of the content, and of the address, so that it says nothing of another page. Read before
    the page's content, so that it is never newer than it.

    None while developing, where templates change under a running process.
    """
    if settings.DEBUG:
        return None
    epoch, version = content_moment(request)
    address = zlib.crc32(request.get_full_path().encode())
    return f'W/"{version}-{epoch[:8]}-{release()}-{settings.SETTINGS_DIGEST}-{today():%Y%m%d}-{address:08x}"'


def content_moment(request: HttpRequest | None) -> tuple[str, int]:
    """Epoch and number of the content version, read once a request and before any content."""
    moment: tuple[str, int] | None = getattr(request, "content_moment", None)
    if moment is None:
        moment = _read_moment()
        if request is not None:
            request.content_moment = moment  # type: ignore[attr-defined]
    return moment


def _read_moment() -> tuple[str, int]:
    """The first statement of a public page: it stands for the check that the kept connection still answers."""
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return read_moment()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return read_moment()


def public_page(view: View) -> View:
    """A page that anyone may see and any cache may keep, as long as it asks whether it still holds (`unchanged_pages`)."""

    @reading_only
    @functools.wraps(view)
    def with_headers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with prepared_statements():
            stamp = page_stamp(request)
            response = view(request, *args, **kwargs)
        if response.status_code == HTTPStatus.OK:
            _may_be_kept(response, stamp)
        return response

    with_headers.is_public = True  # type: ignore[attr-defined]
    return with_headers


def unchanged_pages(get_response: View) -> View:
    """Answer 304 to who has a public page as it is. It is the same for everyone: no session and no account are looked at.

    « Any version » (`*`) is left to the page: the stamp cannot tell whether there is one at all.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asked = {tag.removeprefix("W/") for tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))}
        if asked - {"*"} and request.method in ("GET", "HEAD") and _is_public(request):
            with prepared_statements():
                stamp = page_stamp(request)
            if stamp and stamp.removeprefix("W/") in asked:
                answer = HttpResponseNotModified()
                _may_be_kept(answer, stamp)
                return answer
        return get_response(request)

    return middleware


def _is_public(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "is_public", False)
    except Resolver404:
        return False


def _may_be_kept(response: HttpResponseBase, stamp: str | None) -> None:
    if stamp:
        response["ETag"] = stamp
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    patch_vary_headers(response, ["Accept-Encoding"])
