"""Made-up poles, the same ones for the same size: the real model and territories, French-like text with a Zipf vocabulary.

Everything here is fictional. Rows are copied in with triggers off, then `refresh_search` writes the search entries, so a
million poles are made in minutes.
"""

import concurrent.futures
import contextlib
import itertools
import json
import os
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from poles.enums import LISTED_RECOGNITIONS, LegalForm, MemberType, Scale, StageName
from poles.management.commands.prepare import COG, DATA
from poles.models import Collectivity, PartnershipRole, Sector
from poles.services import cog, vocabulary

SEED = 2014
WORDS = 12_000
WORDS_A_POLE = (130, 260)
SYLLABLES = [
    first + second
    for first in ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "ch", "pr", "tr", "gr")
    for second in ("a", "e", "i", "o", "u", "ai", "ou", "on", "an", "eu", "in", "oi")
]
BATCH = 10_000


def lexicon() -> list[str]:
    """Made-up words of two to four syllables, the most frequent first."""
    chance = random.Random(SEED)
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4))))] = None
    return list(words)


def weights() -> list[float]:
    """Zipf's law, its head flattened as in texts without stop words; cumulated."""
    return list(itertools.accumulate(1 / (rank + 25) for rank in range(WORDS)))


def poles(size: int) -> Iterator[dict[str, Any]]:
    """The made-up poles, each as a plain record."""
    chance = random.Random(SEED + size)
    words, cumulated = lexicon(), weights()
    communes = list(
        Collectivity.objects.current().filter(level="commune", latitude__isnull=False).order_by("code")
        .values_list("pk", "code", "name", "departement_id", "departement__code", "region__code", "population")
    )  # fmt: skip
    heaviness = list(itertools.accumulate((commune[6] or 1) ** 0.5 for commune in communes))
    towns = chance.choices(communes, cum_weights=heaviness, k=size)
    sectors = list(Sector.objects.order_by("slug").values_list("pk", "slug"))
    roles = list(PartnershipRole.objects.order_by("slug").values_list("pk", "slug"))
    for number in range(1, size + 1):
        text = chance.choices(words, cum_weights=cumulated, k=chance.randint(*WORDS_A_POLE))
        town = towns[number - 1] if chance.random() < 0.85 else None
        seat = towns[number - 1]
        yield {
            "number": number,
            "name": f"Pôle {' '.join(text[:2])} {seat[2]} {number}".capitalize()[:200],
            "slug": f"pole-{number}",
            "summary": f"{' '.join(text[2:22]).capitalize()}."[:400],
            "description": _sentences(text[22:]),
            "legal_form": chance.choice(["", *LegalForm.values]),
            "scale": chance.choice(["", *Scale.values]),
            "founded_year": chance.choice([None, *range(2009, 2026)]),
            "commune": town,
            "departement": (seat[3], seat[4], seat[5]),
            "sectors": chance.sample(sectors, chance.randint(1, 3)),
            "recognitions": chance.sample(LISTED_RECOGNITIONS, chance.choice((0, 0, 1, 2))),
            "stage": chance.choice(["", *StageName.values]),
            "member_types": chance.sample(MemberType.values, chance.randint(0, 3)),
            "roles": chance.sample(roles, chance.choice((0, 0, 1, 2))),
        }


def _sentences(words: list[str]) -> str:
    return ". ".join(" ".join(words[start : start + 14]).capitalize() for start in range(0, len(words), 14)) + "."


def fill(size: int) -> None:
    """Put the territories and `size` made-up poles in an empty database; a database that has them is left alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM poles_pole")
        if cursor.fetchone()[0] == size:
            return
    vocabulary.load(DATA)
    cog.load(COG)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no trigger: each would fire for each row
        _copy_organisations(cursor)
        rows = poles(size)
        done = 0
        while batch := list(itertools.islice(rows, BATCH)):
            _copy(cursor, batch)
            done += len(batch)
            print(f"  {done} pôles fictifs", flush=True)
        for table in (
            "pole",
            "polesector",
            "recognition",
            "stage",
            "membership",
            "partnership",
            "partnershiprolelink",
            "organisation",
        ):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('poles_{table}', 'id'), (SELECT max(id) FROM poles_{table}))")
        make_entries(size)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(
            "INSERT INTO ptce_site_contentversion (id, version) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET version = 2"
        )
        cursor.execute("VACUUM ANALYZE")


def make_entries(size: int) -> None:
    """The entries of search, on every core; their indexes are made after, as a restore does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'poles_searchentry' AND indexdef LIKE '%USING gin%'"
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for done in pool.map(_make_batch, range(1, size + 1, BATCH)):
                print(f"  {min(done, size)} entrées de recherche", flush=True)
        for _, definition in indexes:
            cursor.execute(definition)


def _make_batch(first: int) -> int:
    with contextlib.closing(connection.copy()) as own, own.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT public.refresh_search(ARRAY(SELECT generate_series(%s, %s)))", [first, first + BATCH - 1])
    return first + BATCH - 1


ORGANISATIONS = 500


def _copy_organisations(cursor: Any) -> None:
    with cursor.copy(
        "COPY poles_organisation (id, name, acronym, slug, legal_form, siren, siret, rna, website) FROM STDIN"
    ) as copy:
        for number in range(1, ORGANISATIONS + 1):
            copy.write_row((number, f"Structure fictive {number}", "", f"structure-{number}", "", "", "", "", ""))


def _copy(cursor: Any, batch: list[dict[str, Any]]) -> None:
    """Copy poles and their rows; ids are made of the pole's number, so that batches follow one another."""
    columns = "id number name acronym slug summary description publication legal_form origin siren siret rna founded_year"
    columns += " seat_address seat_commune_id seat_departement_id point_precision scale website email phone picture_alt"
    columns += " picture_credit confidence last_evidence_source"
    with cursor.copy(f"COPY poles_pole ({', '.join(columns.split())}) FROM STDIN") as copy:
        for pole in batch:
            copy.write_row((
                pole["number"], pole["number"], pole["name"], "", pole["slug"], pole["summary"], pole["description"], "publie",
                pole["legal_form"], "", "", "", "", pole["founded_year"], "", pole["commune"][0] if pole["commune"] else None,
                pole["departement"][0], "", pole["scale"], "", "", "", "", "", "high", "",
            ))  # fmt: skip
    _rows(cursor, "polesector", "pole_id sector_id is_pivot", (
        (pole["number"], sector[0], position == 0) for pole in batch for position, sector in enumerate(pole["sectors"])
    ))  # fmt: skip
    _rows(cursor, "recognition", "pole_id kind recognised_by result source start_precision end_precision", (
        (pole["number"], kind, "", "", "", "unknown", "unknown") for pole in batch for kind in pole["recognitions"]
    ))  # fmt: skip
    _rows(cursor, "stage", "pole_id name source period start_precision end_precision", (
        (pole["number"], pole["stage"], "", "[2020-01-01,)", "year", "open") for pole in batch if pole["stage"]
    ))  # fmt: skip
    _rows(cursor, "membership", "pole_id organisation_id role member_type source start_precision end_precision", (
        (pole["number"], (pole["number"] * 7 + position) % ORGANISATIONS + 1, "membre", kind, "", "unknown", "unknown")
        for pole in batch for position, kind in enumerate(pole["member_types"])
    ))  # fmt: skip
    with_roles = [pole for pole in batch if pole["roles"]]
    with cursor.copy(
        "COPY poles_partnership (id, pole_id, collectivity_id, link, start_precision, end_precision) FROM STDIN"
    ) as copy:
        for pole in with_roles:
            copy.write_row((pole["number"], pole["number"], pole["departement"][0], "", "unknown", "unknown"))
    _rows(cursor, "partnershiprolelink", "partnership_id role_id", (
        (pole["number"], role[0]) for pole in with_roles for role in pole["roles"]
    ))  # fmt: skip


def _rows(cursor: Any, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY poles_{table} ({', '.join(columns.split())}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def write_sqlite(size: int, file: Path) -> None:
    """The same poles in one SQLite table, as Datasette wants them: lists as JSON, a full-text index on the texts."""
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as base:
        base.execute(
            "CREATE TABLE poles (code INTEGER PRIMARY KEY, nom TEXT, resume TEXT, description TEXT, region TEXT,"
            " departement TEXT, commune TEXT, forme TEXT, stade TEXT, echelle TEXT, secteurs TEXT, reconnaissances TEXT,"
            " types_membre TEXT, roles TEXT)"
        )
        base.executemany(f"INSERT INTO poles VALUES ({', '.join('?' * 14)})", (
            (
                pole["number"], pole["name"], pole["summary"], pole["description"],
                pole["departement"][2], pole["departement"][1], pole["commune"][2] if pole["commune"] else "",
                pole["legal_form"], pole["stage"], pole["scale"],
                json.dumps([slug for _, slug in pole["sectors"]]), json.dumps(pole["recognitions"]),
                json.dumps(pole["member_types"]), json.dumps([slug for _, slug in pole["roles"]]),
            )
            for pole in poles(size)
        ))  # fmt: skip
        for column in ("region", "departement", "forme", "stade", "echelle", "nom"):
            base.execute(f"CREATE INDEX poles_{column} ON poles ({column})")
        base.execute(
            "CREATE VIRTUAL TABLE poles_fts USING fts5 (nom, resume, description, content=\"poles\", content_rowid='code',"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        base.execute("INSERT INTO poles_fts (poles_fts) VALUES ('rebuild')")
