"""The directory in the forms that machines read: same poles, same order as the page, French keys, streamed."""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

import openpyxl
from django.conf import settings
from django.utils import feedgenerator
from django.utils.translation import gettext as _

from poles.models import Pole
from poles.querysets import PoleQuerySet
from ptce_site.sheets import Echo, cell, without_controls

CHUNK = 500
CHUNK_BYTES = 64 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet runs a cell that begins so.
# Of the CSV, in this order; the keys of a record.
COLUMNS = (
    *("code", "nom", "sigle", "url", "resume", "forme_juridique"),
    *("origine", "structure_porteuse", "siren", "siret", "rna", "annee_creation"),
    *("annee_fin", "adresse", "code_commune", "commune", "code_departement", "departement"),
    *("code_region", "region", "latitude", "longitude", "precision_point", "echelle"),
    *("secteur_pivot", "secteurs", "reconnaissances", "membres_annonces", "site", "confiance"),
    *("verifie_le", "derniere_preuve_activite", "sources", "modifie_le"),
)


def poles_for_export(poles: PoleQuerySet) -> Iterator[dict[str, Any]]:
    """Each pole as a flat record, read by chunks."""
    detailed = poles.select_related("seat_commune", "seat_departement__region", "lead_organisation")
    detailed = detailed.with_sector_links().prefetch_related("recognitions", "sources")
    return (record(pole) for pole in detailed.iterator(chunk_size=CHUNK))


def record(pole: Pole) -> dict[str, Any]:
    """What is public of a pole; None and empty lists say that it is not known."""
    latitude, longitude, precision = pole.point or (None, None, None)
    commune, departement = pole.seat_commune, pole.seat_departement
    links = list(pole.sector_links.all())
    return {
        "code": pole.code,
        "nom": pole.name,
        "sigle": pole.acronym or None,
        "url": f"{settings.SITE_URL}{pole.get_absolute_url()}",
        "resume": pole.summary or None,
        "forme_juridique": pole.legal_form or None,
        "origine": pole.origin or None,
        "structure_porteuse": pole.lead_organisation.name if pole.lead_organisation else None,
        "siren": pole.siren or None,
        "siret": pole.siret or None,
        "rna": pole.rna or None,
        "annee_creation": pole.founded_year,
        "annee_fin": pole.ended_year,
        "adresse": pole.seat_address or None,
        "code_commune": commune.code if commune else None,
        "commune": commune.name if commune else None,
        "code_departement": departement.code,
        "departement": departement.name,
        "code_region": departement.region.code if departement.region else None,
        "region": departement.region.name if departement.region else None,
        "latitude": latitude,
        "longitude": longitude,
        "precision_point": precision,
        "echelle": pole.scale or None,
        "secteur_pivot": next((link.sector.slug for link in links if link.is_pivot), None),
        "secteurs": sorted(link.sector.slug for link in links),
        "reconnaissances": sorted({recognition.kind for recognition in pole.recognitions.all()}),
        "membres_annonces": pole.members_announced,
        "site": pole.website or None,
        "confiance": pole.confidence or None,
        "verifie_le": pole.checked_on.isoformat() if pole.checked_on else None,
        "derniere_preuve_activite": pole.last_evidence_on.isoformat() if pole.last_evidence_on else None,
        "sources": sorted(source.url for source in pole.sources.all()),
        "modifie_le": pole.updated_at.isoformat(timespec="seconds"),
    }


def as_csv(poles: PoleQuerySet) -> Iterator[str]:
    """UTF-8, commas; several values in a cell are separated by semicolons; formulas are neutralised."""
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for row in poles_for_export(poles):
        yield writer.writerow([cell(row[column]) for column in COLUMNS])


def as_json(poles: PoleQuerySet) -> Iterator[str]:
    """`{"total": n, "poles": [...]}`."""
    yield f'{{"total": {poles.count()}, "poles": ['
    yield from joined(_json(row) for row in poles_for_export(poles))
    yield "]}\n"


def as_geojson(poles: PoleQuerySet) -> Iterator[str]:
    """One feature a pole; no geometry where no point is known."""
    yield f'{{"type": "FeatureCollection", "total": {poles.count()}, "features": ['
    yield from joined(_json(_feature(row)) for row in poles_for_export(poles))
    yield "]}\n"


POINT = {
    "nom": "name", "resume": "summary", "commune": "seat_commune__name", "departement": "seat_departement__name",
    "code_departement": "seat_departement__code", "latitude": "search_entry__latitude", "longitude": "search_entry__longitude",
}  # fmt: skip


def points(poles: PoleQuerySet) -> list[dict[str, Any]]:
    """Each pole with its address, its name, what it is, where it is; no point where only its département is known."""
    rows = poles.values_list("slug", *POINT.values())
    return [{"url": f"/poles/{slug}/", **dict(zip(POINT, values, strict=True))} for slug, *values in rows]


def as_xlsx(poles: PoleQuerySet) -> Iterator[bytes]:
    """A workbook of one sheet, with the columns and the cells of the CSV; numbers stay numbers."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("poles")
    sheet.append(COLUMNS)
    for row in poles_for_export(poles):
        sheet.append([without_controls(cell(row[column])) for column in COLUMNS])
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while part := file.read(CHUNK_BYTES):
            yield part


def as_atom(poles: PoleQuerySet, address: str, site_name: str) -> Iterator[str]:
    """A feed (RFC 4287) with an entry a pole, in the order of the query; `address` is the feed's own, `site_name` signs it."""
    feed = feedgenerator.Atom1Feed(
        title=f"{site_name} – {_('les pôles')}",
        link=f"{settings.SITE_URL}/poles/",
        description="",
        feed_url=f"{settings.SITE_URL}{address}",
        author_name=site_name,
        language="fr",
    )
    for pole in poles.select_related("seat_commune", "seat_departement"):
        address_of_pole = f"{settings.SITE_URL}{pole.get_absolute_url()}"
        summary = f"{pole.seat_in_words}. {pole.summary}".strip()
        feed.add_item(
            title=without_controls(pole.name), link=address_of_pole, unique_id=address_of_pole,
            description=without_controls(summary), pubdate=pole.created_at, updateddate=pole.updated_at,
        )  # fmt: skip
    yield feed.writeString("utf-8")


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    geometry = point if row["latitude"] is not None else None
    return {"type": "Feature", "id": row["code"], "geometry": geometry, "properties": row}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def joined(parts: Iterable[str]) -> Iterator[str]:
    """Parts of a JSON list, a line each."""
    for number, part in enumerate(parts):
        yield f",\n{part}" if number else part
