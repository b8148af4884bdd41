"""What the site says of itself: what the staff has set in the back office, else what the installation's settings say.

Public pages read it with the content version, so that they never show an older one; other pages and letters may be a
minute late.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from ptce_site.clock import today
from ptce_site.models import Conformity, HomeMessage, SiteSettings
from ptce_site.remembered import Remembered, read_moment

LATE_SECONDS = 60
# As templates call them, and the column of SiteSettings that is said instead of the installation's setting.
NAMES = {
    "SITE_NAME": "name",
    "PUBLISHER_NAME": "publisher_name",
    "PUBLISHER_ADDRESS": "publisher_address",
    "PUBLICATION_DIRECTOR": "publication_director",
    "CONTACT_EMAIL": "contact_email",
    "DATA_PROTECTION_EMAIL": "data_protection_email",
}


@dataclass(frozen=True)
class Said:
    """What holds at a moment: names and addresses, texts of pages (Markdown; empty: the site's own), messages of the day."""

    moment: tuple[str, int, str]
    names: dict[str, str]
    conformity: str
    """« non conforme », « partiellement conforme », « totalement conforme »."""
    texts: SiteSettings
    messages: tuple[str, ...] = ()


def of_installation() -> dict[str, str]:
    """Names and addresses before the staff sets any."""
    return {name: getattr(settings, name) for name in NAMES}


def row() -> SiteSettings:
    """The row of settings, not yet written when the staff has set nothing."""
    return SiteSettings.objects.first() or SiteSettings()


def own_text(page: str) -> str:
    """The site's own text of a legal page (a column of SiteSettings), as Markdown."""
    return render_to_string(f"site/{page}.md")


def text_of(texts: SiteSettings, page: str) -> str:
    """The text of a legal page: what the staff wrote, else the site's own."""
    written: str = getattr(texts, page)
    return written or own_text(page)


def _made() -> Said:
    moment = read_moment()  # first: never newer than what is read after it
    texts, day = row(), today()
    names = of_installation()
    if texts.contact_email and names["DATA_PROTECTION_EMAIL"] == names["CONTACT_EMAIL"]:
        names["DATA_PROTECTION_EMAIL"] = texts.contact_email
    names |= {name: said for name, column in NAMES.items() if (said := getattr(texts, column))}
    messages = HomeMessage.objects.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)
    return Said(
        (*moment, day.isoformat()),
        names,
        Conformity(texts.conformity).label,
        texts,
        tuple(messages.values_list("text", flat=True)),
    )


kept = Remembered(_made)


def said(request: HttpRequest | None = None) -> Said:
    """What holds: of the content version that the request has read, if it has."""
    moment: tuple[str, int] | None = getattr(request, "content_moment", None)
    return kept.lately(LATE_SECONDS) if moment is None else kept.current(moment)


def site_name() -> str:
    """The name of the site, for letters and files."""
    return said().names["SITE_NAME"]
