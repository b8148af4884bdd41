"""The register in the forms that machines read: same signatures, same order as the page, French keys, no person."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils import feedgenerator

from charter.register import Entry
from poles.exports import joined
from poles.partial_dates import text
from ptce_site.sheets import Echo, cell, without_controls

# Of the CSV, in this order; the keys of a record. « depuis » and « jusqu_au » are as precise as they are known.
COLUMNS = (
    *("code", "url", "pole", "code_pole", "url_pole", "commune", "code_departement", "code_region"),
    *("version", "depuis", "jusqu_au", "etat", "raison_du_retrait", "renouvelee_par", "source"),
)


def record(entry: Entry) -> dict[str, Any]:
    """What is public of a signature; None says that there is none. `jusqu_au` is the first day out of the register."""
    return {
        "code": entry.code,
        "url": settings.SITE_URL + entry.address,
        "pole": entry.pole_name,
        "code_pole": entry.pole_code,
        "url_pole": settings.SITE_URL + entry.pole_address if entry.pole_address else None,
        "commune": entry.commune or None,
        "code_departement": entry.departement,
        "code_region": entry.region or None,
        "version": entry.version,
        "depuis": text(entry.start, entry.start_precision),
        "jusqu_au": text(entry.end, entry.end_precision) if entry.end else None,
        "etat": entry.state,
        "raison_du_retrait": entry.end_reason or None,
        "renouvelee_par": entry.renewed_by or None,
        "source": entry.source or None,
    }


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """UTF-8, commas; formulas are neutralised."""
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for entry in entries:
        row = record(entry)
        yield writer.writerow([cell(row[column]) for column in COLUMNS])


def as_json(entries: list[Entry], day: str, poles: int) -> Iterator[str]:
    """`{"au": day, "poles": n, "total": n, "signatures": [...]}`."""
    yield f'{{"au": "{day}", "poles": {poles}, "total": {len(entries)}, "signatures": ['
    yield from joined(json.dumps(record(entry), ensure_ascii=False) for entry in entries)
    yield "]}\n"


def as_atom(entries: Iterable[Entry], address: str, site_name: str) -> Iterator[str]:
    """A feed (RFC 4287) with an entry a signature, the latest registered first; `address` is the feed's own."""
    feed = feedgenerator.Atom1Feed(
        title=f"{site_name} – les signataires de la charte",
        link=f"{settings.SITE_URL}/charte/signataires/",
        description="",
        feed_url=settings.SITE_URL + address,
        author_name=site_name,
        language="fr",
    )
    for entry in sorted(entries, key=lambda one: (one.decided_at is None, one.decided_at), reverse=True):
        feed.add_item(
            title=without_controls(entry.pole_name),
            link=settings.SITE_URL + entry.address,
            description=without_controls(f"{entry.version_title}. {entry.seat}."),
            updateddate=entry.decided_at,
            unique_id=settings.SITE_URL + entry.address,
        )
    yield feed.writeString("utf-8")
