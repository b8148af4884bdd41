"""A signature of the register: its page, its certificate on screen, on paper and as PDF, its badge."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from charter import certificate
from charter.models import Signature
from charter.models.signature import CODE_PREFIX, PUBLIC
from poles.enums import Publication
from ptce_site.clock import today
from ptce_site.content_version import public_page
from ptce_site.site_settings import said


@public_page
def signature(request: HttpRequest, code: str) -> HttpResponse:
    """What everyone may read of a signature; its badge, with the HTML to copy."""
    shown = _found(code)
    names = _names(shown)
    badge = render_to_string("charter/badge_link.html", names).strip()
    return render(request, "charter/signature.html", {**names, "badge": badge, "renews": shown.renews.all()})


@public_page
def signature_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate, to be printed."""
    return render(request, "charter/certificate.html", _names(_found(code)))


@public_page
def signature_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate as a tagged PDF; where the server cannot make one, a page that says so and leads to the other."""
    shown = _found(code)
    html = render_to_string("charter/certificate_pdf.html", {**_names(shown), "SITE_NAME": said(request).names["SITE_NAME"]})
    try:
        content = certificate.pdf(html)
    except certificate.CannotMakePdf:
        return render(request, "charter/no_pdf.html", _names(shown), status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="attestation-{shown.code}.pdf"'
    return response


@public_page
def signature_badge(request: HttpRequest, code: str) -> HttpResponse:
    """An image that says whether the signature is in force: other sites show it, so it is always asked for anew."""
    return render(request, "charter/badge.svg", _names(_found(code)), content_type="image/svg+xml; charset=utf-8")


def _found(code: str) -> Signature:
    rows = Signature.objects.select_related(
        "version", "renewed_by", "commune", "pole__seat_commune", "pole__seat_departement__region"
    )
    number = int(code.removeprefix(CODE_PREFIX))
    found = rows.filter(number=number, state__in=PUBLIC).first()
    if found is None or found.code != code:
        raise Http404
    return found


def _names(shown: Signature) -> dict[str, Any]:
    pole: Any = shown.pole
    return {
        "signature": shown,
        "pole": pole,
        "has_page": pole.publication == Publication.PUBLISHED,
        "address": settings.SITE_URL + shown.get_absolute_url(),
        "today": today(),
    }
