"""Errors, health, and what machines read about the site."""

import datetime
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache

from ptce_site import site_settings
from ptce_site.clock import today
from ptce_site.content_version import public_page
from ptce_site.markdown import sanitised_html
from ptce_site.reading import error_page, reading_only

RETRY_AFTER_SECONDS = "30"


def bad_request(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """400: the request is not one that the site can read; `reason` is for a person."""
    return error_page(request, 400, reason=reason)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403, also when a form's CSRF token is missing or too old."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return error_page(request, 404)


def gone(request: HttpRequest, name: str) -> HttpResponse:
    """410: `name` was published here and has been withdrawn."""
    return error_page(request, 410, name=name)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database does not answer, else 500."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = error_page(request, 503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    return error_page(request, 500)


@never_cache
@reading_only
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process can read the database: 200 or 503, in one line of text."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return HttpResponse("base de données injoignable\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@reading_only
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for where a page names no icon, as the back office does."""
    return HttpResponsePermanentRedirect(static("img/icon.svg"))


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots need not go."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /compte/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    contact = f"mailto:{settings.SECURITY_EMAIL}" if settings.SECURITY_EMAIL else f"{settings.SITE_URL}/mentions-legales/"
    expires = today() + datetime.timedelta(days=180)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def legal_page(request: HttpRequest, template: str) -> HttpResponse:
    """A legal page, `template`: what the installation and the staff say of the site, and a text that the staff may change."""
    said = site_settings.said(request)
    text = sanitised_html(site_settings.text_of(said.texts, template), level=2)
    host = {name: getattr(settings, name) for name in ("HOST_NAME", "HOST_ADDRESS", "HOST_PHONE")}
    return render(request, f"site/{template}.html", {**said.names, **host, "text": mark_safe(text)})  # noqa: S308 (cleaned)


@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    """The pages of the site, for people."""
    return render(request, "site/site_map.html")
