"""What search engines read of a page (schema.org), as JSON-LD."""

import json
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from poles.models import Pole

# Nothing in a script element may close it or open a comment.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(pole: Pole) -> SafeString:
    """A pole as an Organization, in a script element that holds data only; unknown keys are left out."""
    point = pole.point
    address = {
        "@type": "PostalAddress",
        "streetAddress": pole.seat_address,
        "addressLocality": pole.seat_commune.name if pole.seat_commune else "",
        "addressRegion": pole.seat_departement.region.name if pole.seat_departement.region else "",
        "addressCountry": "FR",
    }
    geo = {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]} if point else None
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}{pole.get_absolute_url()}",
        "identifier": pole.code,
        "name": pole.name,
        "alternateName": pole.acronym,
        "description": pole.summary,
        "url": pole.website,
        "email": pole.email,
        "telephone": pole.phone,
        "foundingDate": str(pole.founded_year or ""),
        "address": {key: value for key, value in address.items() if value},
        "location": {"@type": "Place", "geo": geo} if geo else "",
    }
    text = json.dumps({key: value for key, value in known.items() if value}, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(ESCAPES)))  # noqa: S308 (escaped)
