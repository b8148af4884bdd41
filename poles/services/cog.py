"""Loading of the official geographic code (COG): collectivités of the four levels, and former communes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pghistory
from django.db import DataError, IntegrityError, connection, transaction

from poles.enums import Level, PointPrecision
from poles.models import Collectivity
from poles.services import cog_files
from poles.services.cog_files import Row
from poles.services.files import BrokenFile

# A vintage that ends more than this share of a level is a file cut short, not a reform.
LARGEST_SHARE_ENDED = 0.1
PLAUSIBLE_VINTAGES = range(1943, 2201)  # the first code is of 1943


@dataclass
class Report:
    """What a load did, by level."""

    read: dict[str, int] = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)


def load(
    directory: Path,
    vintage: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
    *,
    accept_ended: bool = False,
) -> Report:
    """Load the five files of `directory`; all or nothing.

    `vintage` is the year of the code, read in the folder's name when absent. What the files no longer hold is marked
    ended, with its successor when the files tell it, and never deleted; when that is more than a reform would end,
    the files are refused unless `accept_ended`. Raises BrokenFile.
    """
    year = vintage or cog_files.vintage(directory)
    if year not in PLAUSIBLE_VINTAGES:
        raise BrokenFile(f"{year} : ce n'est pas l'année d'un code officiel.")
    files = cog_files.read(directory)
    try:
        with transaction.atomic(), pghistory.context(source=f"code officiel géographique {year}"):
            newest = loaded_vintage()
            if newest and year < newest:
                raise BrokenFile(f"{directory.name} : le millésime {year} est plus ancien que celui déjà chargé, {newest}.")
            return _write(files, year, progress, accept_ended=accept_ended)
    except (DataError, IntegrityError) as error:
        reason = str(error).strip().splitlines()[0]
        raise BrokenFile(f"{directory.name} : la base refuse ce que disent les fichiers ({reason}).") from error


def loaded_vintage() -> int | None:
    """The year of the code that the database holds."""
    return Collectivity.objects.order_by("-vintage").values_list("vintage", flat=True).first()


def _write(files: dict[str, list[Row]], vintage: int, progress: Callable[[str], None], *, accept_ended: bool) -> Report:
    report = Report()
    levels: list[tuple[Level, list[tuple[Any, ...]]]] = [
        (Level.REGION, [_region(row) for row in files["regions.csv"]]),
        (Level.DEPARTEMENT, [_departement(row) for row in files["departements.csv"]]),
        (Level.EPCI, [_epci(row) for row in files["epci.csv"]]),
        (Level.COMMUNE, [_commune(row) for row in files["communes.csv"]]),
    ]
    with connection.cursor() as cursor:
        _stage(cursor, STAGED, [row for _, rows in levels for row in rows])
        for level, rows in levels:
            report.read[level] = len(rows)
            report.created[level], report.updated[level] = _upsert(cursor, level, vintage)
            progress(f"{level.label} : {len(rows)}")
        successors = {row["code"]: row["commune_actuelle"] for row in files["other_communes.csv"]}
        for level, _ in levels:
            report.ended[level] = _end(cursor, level, vintage, accept_ended=accept_ended)
        _succeed(cursor, successors)
        _link_departements(cursor, files["epci.csv"])
        _replace_former_communes(cursor, files["other_communes.csv"])
        report.read["ancienne-commune"] = len(files["other_communes.csv"])
        progress(f"anciennes communes : {len(files['other_communes.csv'])}")
    return report


STAGED = {
    **dict.fromkeys(("level", "code", "name", "region", "departement", "epci", "seat_code", "zone"), "text"),
    **dict.fromkeys(("epci_type", "siren"), "text"),
    "population": "integer",
    "postal_codes": "text[]",
    "latitude": "double precision",
    "longitude": "double precision",
    "point_precision": "text",
}


def _row(**values: Any) -> tuple[Any, ...]:
    blank = {"zone": "", "seat_code": "", "epci_type": "", "siren": "", "point_precision": "", "postal_codes": []}
    return tuple({**blank, **values}.get(column) for column in STAGED)


def _point(row: Row, precision: str) -> dict[str, Any]:
    if not row["lat"]:
        return {}
    return {"latitude": float(row["lat"]), "longitude": float(row["lon"]), "point_precision": precision}


def _region(row: Row) -> tuple[Any, ...]:
    return _row(level=Level.REGION, code=row["code"], name=row["nom"], seat_code=row["chef_lieu"], zone=row["zone"])


def _departement(row: Row) -> tuple[Any, ...]:
    return _row(
        level=Level.DEPARTEMENT, code=row["code"], name=row["nom"], region=row["region"], seat_code=row["chef_lieu"],
        zone=row["zone"], **_point(row, PointPrecision.DEPARTEMENT),
    )  # fmt: skip


def _epci(row: Row) -> tuple[Any, ...]:
    return _row(
        level=Level.EPCI, code=row["siren"], name=row["nom"], siren=row["siren"], epci_type=row["type"],
        population=int(row["population_municipale"] or 0) or None, **_point(row, PointPrecision.EPCI),
    )  # fmt: skip


def _commune(row: Row) -> tuple[Any, ...]:
    return _row(
        level=Level.COMMUNE, code=row["code"], name=row["nom"], region=row["region"], departement=row["departement"],
        epci=row["epci"] or None, siren=row["siren"], population=int(row["population"]) if row["population"] else None,
        postal_codes=[code for code in row["codes_postaux"].split("|") if code], **_point(row, row["point_precision"]),
    )  # fmt: skip


def _stage(cursor: Any, columns: dict[str, str], rows: Iterable[Sequence[Any]]) -> None:
    definition = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute("DROP TABLE IF EXISTS staged")
    cursor.execute(f"CREATE TEMPORARY TABLE staged ({definition}) ON COMMIT DROP")
    with cursor.copy(f"COPY staged ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute("ANALYZE staged")


PLAIN: tuple[str, ...] = ("name", "seat_code", "zone", "epci_type", "siren", "population", "postal_codes")
PLAIN += ("latitude", "longitude", "point_precision")
LINKS = ("region", "departement", "epci")


def _upsert(cursor: Any, level: Level, vintage: int) -> tuple[int, int]:
    """Insert and update one level; rows that are the same are not touched, so that history stays quiet."""
    written = [*PLAIN, *(f"{link}_id" for link in LINKS)]
    joins = " ".join(
        f"LEFT JOIN poles_collectivity AS {link} ON {link}.level = '{link}' AND {link}.code = staged.{link}" for link in LINKS
    )
    cursor.execute(
        f"""
        INSERT INTO poles_collectivity (level, code, vintage, {", ".join(written)})
        SELECT staged.level, staged.code, %(vintage)s,
               {", ".join(f"staged.{name}" for name in PLAIN)}, {", ".join(f"{link}.id" for link in LINKS)}
        FROM staged {joins}
        WHERE staged.level = %(level)s
        ON CONFLICT (level, code) DO UPDATE
        SET vintage = excluded.vintage, ended_vintage = NULL, successor_id = NULL,
            {", ".join(f"{name} = excluded.{name}" for name in written)}
        WHERE (poles_collectivity.vintage, poles_collectivity.ended_vintage, poles_collectivity.successor_id,
               {", ".join(f"poles_collectivity.{name}" for name in written)})
              IS DISTINCT FROM
              (excluded.vintage, NULL::smallint, NULL::bigint, {", ".join(f"excluded.{name}" for name in written)})
        RETURNING xmax = 0
        """,  # noqa: S608 (only our own column names)
        {"level": level, "vintage": vintage},
    )
    inserted = [row[0] for row in cursor.fetchall()]
    # Without fresh figures on a table just filled, the planner of older servers joins it row by row: 100 s instead of 4.
    cursor.execute("ANALYZE poles_collectivity")
    return sum(inserted), len(inserted) - sum(inserted)


def _end(cursor: Any, level: Level, vintage: int, *, accept_ended: bool) -> int:
    cursor.execute(
        """
        UPDATE poles_collectivity SET ended_vintage = %(vintage)s
        WHERE level = %(level)s AND ended_vintage IS NULL
          AND NOT EXISTS (SELECT FROM staged WHERE staged.level = %(level)s AND staged.code = poles_collectivity.code)
        """,
        {"level": level, "vintage": vintage},
    )
    ended: int = cursor.rowcount
    cursor.execute("SELECT count(*) FROM staged WHERE level = %s", [level])
    left = cursor.fetchone()[0]
    if ended > LARGEST_SHARE_ENDED * (ended + left) and not accept_ended:
        raise BrokenFile(
            f"{ended} {level.label}s disparaîtraient, il n'en resterait que {left} : le fichier semble coupé "
            "(--accept-ended si c'est une réforme)."
        )
    return ended


def _succeed(cursor: Any, successors: dict[str, str]) -> None:
    """An ended commune that became a part of another one is replaced by it."""
    _stage(cursor, {"code": "text", "successor": "text"}, successors.items())
    cursor.execute(
        """
        UPDATE poles_collectivity AS ended SET successor_id = current.id
        FROM staged JOIN poles_collectivity AS current
          ON current.level = 'commune' AND current.code = staged.successor AND current.ended_vintage IS NULL
        WHERE ended.level = 'commune' AND ended.code = staged.code AND ended.ended_vintage IS NOT NULL
          AND ended.successor_id IS DISTINCT FROM current.id
        """
    )


def _link_departements(cursor: Any, rows: list[Row]) -> None:
    pairs = [(row["siren"], code) for row in rows for code in row["departements"].split("|")]
    _stage(cursor, {"epci": "text", "departement": "text"}, pairs)
    cursor.execute("DROP TABLE IF EXISTS pairs")
    cursor.execute(
        """
        CREATE TEMPORARY TABLE pairs ON COMMIT DROP AS
        SELECT epci.id AS epci_id, departement.id AS departement_id FROM staged
        JOIN poles_collectivity AS epci ON epci.level = 'epci' AND epci.code = staged.epci
        JOIN poles_collectivity AS departement ON departement.level = 'departement' AND departement.code = staged.departement
        """
    )
    cursor.execute(
        """
        DELETE FROM poles_epcidepartement AS link USING poles_collectivity AS epci
        WHERE epci.id = link.epci_id AND epci.ended_vintage IS NULL
          AND (link.epci_id, link.departement_id) NOT IN (SELECT epci_id, departement_id FROM pairs)
        """
    )
    cursor.execute(
        "INSERT INTO poles_epcidepartement (epci_id, departement_id) SELECT epci_id, departement_id FROM pairs "
        "ON CONFLICT DO NOTHING"
    )


def _replace_former_communes(cursor: Any, rows: list[Row]) -> None:
    columns = {"code": "text", "kind": "text", "name": "text", "commune": "text"}
    _stage(cursor, columns, [(row["code"], row["type"], row["nom"], row["commune_actuelle"]) for row in rows])
    cursor.execute(
        """
        DELETE FROM poles_formercommune AS former
        WHERE NOT EXISTS (SELECT FROM staged WHERE staged.code = former.code AND staged.kind = former.kind)
        """
    )
    cursor.execute(
        """
        INSERT INTO poles_formercommune (code, kind, name, commune_id)
        SELECT staged.code, staged.kind, staged.name, commune.id FROM staged
        JOIN poles_collectivity AS commune ON commune.level = 'commune' AND commune.code = staged.commune
        ON CONFLICT (code, kind) DO UPDATE SET name = excluded.name, commune_id = excluded.commune_id
        WHERE (poles_formercommune.name, poles_formercommune.commune_id) IS DISTINCT FROM (excluded.name, excluded.commune_id)
        """
    )
