"""Pages that explain, and those that lead robots."""

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import escape
from django.utils.module_loading import import_string

from poles import pole_index
from poles.glossary import kept
from poles.models import Organisation, Pole, RegionalContact
from ptce_site.content_version import content_moment, public_page

# The most that a sitemap may hold (sitemaps.org) is 50,000.
ADDRESSES_A_FILE = 20_000
MOST_FILES = 10_000
PAGES = (
    "/",
    "/poles/",
    "/territoires/",
    "/structures/",
    "/chiffres/",
    "/chiffres/methode/",
    "/glossaire/",
    "/contact/",
    "/signaler/",
)


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the field."""
    return render(request, "poles/glossary.html", {"words": kept.current(content_moment(request)).words.values()})


@public_page
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to write to: about an error, a missing pole, to keep a page; and in each région."""
    contacts = RegionalContact.objects.select_related("region").order_by("region__sort_key", "name", "pk")
    return render(request, "poles/contact.html", {"contacts": contacts})


@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sitemap files."""
    poles = Pole.objects.published().count()
    files = ["pages", *(f"poles-{number}" for number in range(1, -(-poles // ADDRESSES_A_FILE) + 1))]
    entries = "".join(f"<sitemap><loc>{settings.SITE_URL}/sitemap-{name}.xml</loc></sitemap>" for name in files)
    return _xml([f'<sitemapindex xmlns="{NAMESPACE}">', entries, "</sitemapindex>"])


@public_page
def sitemap_pages(request: HttpRequest) -> HttpResponseBase:
    """Pages that are no pole's: those of the site, territories of two levels, organisations."""
    index = pole_index.current(content_moment(request))
    pages = [page for offered in settings.SITEMAP_PAGES for page in import_string(offered)]
    places = [f"/territoires/{level}/{code}/" for level in ("region", "departement") for code in index.names[level]]
    published = Pole.objects.published()
    slugs = Organisation.objects.filter(led_poles__in=published).union(
        Organisation.objects.filter(memberships__pole__in=published)
    )
    structures = [f"/structures/{slug}/" for slug in slugs.values_list("slug", flat=True)]
    return _urlset((f"{settings.SITE_URL}{escape(address)}", "") for address in (*pages, *places, *sorted(structures)))


@public_page
def sitemap_poles(request: HttpRequest, number: int) -> HttpResponseBase:
    """A file of poles, by number."""
    if not 1 <= number <= MOST_FILES:
        raise Http404
    first = (number - 1) * ADDRESSES_A_FILE
    rows = Pole.objects.published().order_by("number").values_list("slug", "updated_at")[first : first + ADDRESSES_A_FILE]
    if number > 1 and not rows.exists():
        raise Http404
    return _urlset((f"{settings.SITE_URL}/poles/{slug}/", f"{updated:%Y-%m-%d}") for slug, updated in rows)


NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _urlset(entries: Iterator[tuple[str, str]]) -> HttpResponse:
    lines = (f"<url><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>" for loc, day in entries)
    return _xml([f'<urlset xmlns="{NAMESPACE}">', *lines, "</urlset>"])


def _xml(lines: list[str]) -> HttpResponse:
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, ""])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
