"""What a pole's page shows, in one statement: the pole with what it refers to, and its lists, as unsaved models.

Six prefetches took longer than the page's rendering (docs/decisions/0007), and making the ORM's statement for the pole's own
row a fifth of the page.
"""

import datetime
import json
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg.types.range import DateRange

from poles.instances import instance
from poles.models import (
    Collectivity,
    Membership,
    NamedContact,
    Organisation,
    Partnership,
    Picture,
    Place,
    Pole,
    PoleSector,
    Recognition,
    Sector,
    Stage,
)

PERIOD = "pg_catalog.lower(row.period) AS starts, pg_catalog.upper(row.period) AS ends, row.start_precision, row.end_precision"
LISTS = {
    "sectors": """
        SELECT sector.slug, sector.name, row.is_pivot FROM poles_polesector AS row
        JOIN poles_sector AS sector ON sector.id = row.sector_id WHERE row.pole_id = %(pole)s ORDER BY row.is_pivot DESC, row.id
    """,
    "recognitions": f"""
        SELECT row.kind, row.call_name, row.recognised_by, row.result, row.source, {PERIOD} FROM poles_recognition AS row
        WHERE row.pole_id = %(pole)s ORDER BY row.period, row.id
    """,
    "stages": f"""
        SELECT row.name, row.source, {PERIOD} FROM poles_stage AS row WHERE row.pole_id = %(pole)s ORDER BY row.period
    """,
    "places": """
        SELECT row.name, row.description, row.address, row.website, commune.name AS commune FROM poles_place AS row
        LEFT JOIN poles_collectivity AS commune ON commune.id = row.commune_id WHERE row.pole_id = %(pole)s ORDER BY row.id
    """,
    "memberships": f"""
        SELECT member.name AS organisation, member.slug, row.role, row.member_type, row.source, {PERIOD}
        FROM poles_membership AS row JOIN poles_organisation AS member ON member.id = row.organisation_id
        WHERE row.pole_id = %(pole)s ORDER BY member.sort_key, member.id, row.period
    """,
    "partnerships": f"""
        SELECT place.level, place.code, place.name, row.amount::text, row.link, {PERIOD}, ARRAY(
            SELECT role.name FROM poles_partnershiprolelink AS link
            JOIN poles_partnershiprole AS role ON role.id = link.role_id WHERE link.partnership_id = row.id ORDER BY role.id
        ) AS role_names
        FROM poles_partnership AS row JOIN poles_collectivity AS place ON place.id = row.collectivity_id
        WHERE row.pole_id = %(pole)s ORDER BY place.sort_key, place.id, row.period
    """,
    "territory": """
        SELECT place.level, place.code, place.name, place.latitude, place.longitude, CASE place.level
            WHEN 'departement' THEN ARRAY[place.code]
            WHEN 'commune' THEN ARRAY(SELECT code FROM poles_collectivity WHERE id = place.departement_id)
            WHEN 'epci' THEN ARRAY(
                SELECT code FROM poles_epcidepartement AS covered JOIN poles_collectivity AS departement
                ON departement.id = covered.departement_id WHERE covered.epci_id = place.id ORDER BY code
            )
            ELSE ARRAY(
                SELECT code FROM poles_collectivity AS departement
                WHERE level = 'departement' AND departement.region_id = place.id AND ended_vintage IS NULL ORDER BY code
            )
        END AS departement_codes FROM poles_poleterritory AS row
        JOIN poles_collectivity AS place ON place.id = row.collectivity_id WHERE row.pole_id = %(pole)s
        ORDER BY place.sort_key, place.id
    """,
    "origins": """
        SELECT row.kind, row.as_of, array_agg(row.field ORDER BY row.id) AS fields FROM poles_fieldorigin AS row
        WHERE row.pole_id = %(pole)s GROUP BY row.kind, row.as_of ORDER BY row.as_of DESC, row.kind
    """,
    "contacts": """
        SELECT row.name, row.function, row.phone, CASE WHEN row.shows_email THEN row.email ELSE '' END AS email
        FROM poles_namedcontact AS row WHERE row.pole_id = %(pole)s AND row.consented_at IS NOT NULL ORDER BY row.id
    """,
    "social_urls": "SELECT row.url FROM poles_socialaddress AS row WHERE row.pole_id = %(pole)s ORDER BY row.id",
    "source_urls": "SELECT row.url FROM poles_source AS row WHERE row.pole_id = %(pole)s ORDER BY row.id",
}
# What the pole refers to: the model, the columns shown, and how its row is found.
REFERENCES: dict[str, tuple[type[Model], tuple[str, ...], str]] = {
    "seat_departement": (Collectivity, ("id", "level", "code", "name", "region_id"), "pole.seat_departement_id"),
    "region": (Collectivity, ("id", "level", "code", "name"), "seat_departement.region_id"),
    "seat_commune": (
        Collectivity, ("id", "level", "code", "name", "latitude", "longitude", "point_precision"), "pole.seat_commune_id",
    ),
    "lead_organisation": (Organisation, ("id", "name", "slug"), "pole.lead_organisation_id"),
    "picture": (Picture, ("id", "digest", "width", "height"), "pole.picture_id"),
}  # fmt: skip
OWN = tuple(str(field.column) for field in Pole._meta.concrete_fields)
COLUMNS = [f"pole.{column}" for column in OWN]
COLUMNS += [f"{name}.{column}" for name, (_, columns, _) in REFERENCES.items() for column in columns]
JOINS = "\n".join(
    f"LEFT JOIN {model._meta.db_table} AS {name} ON {name}.{model._meta.pk.column} = {key}"
    for name, (model, _, key) in REFERENCES.items()
)
SUBSELECTS = [
    f"(SELECT json_agg(listed)::text FROM ({query.replace('%(pole)s', 'pole.id')}) AS listed)" for query in LISTS.values()
]
STATEMENT = f"SELECT {', '.join([*COLUMNS, *SUBSELECTS])} FROM poles_pole AS pole {JOINS} WHERE pole.slug = %s"


@dataclass
class Details:
    """The lists of a pole's page."""

    sectors: list[PoleSector]
    recognitions: list[Recognition]
    stages: list[Stage]
    places: list[Place]
    memberships: list[Membership]
    partnerships: list[Partnership]
    territory: list[Collectivity]
    contacts: list[NamedContact]
    """Those who agreed."""
    social_urls: list[str]
    source_urls: list[str]
    origins: list[tuple[str, datetime.date, list[str]]]
    """By whom and for which day fields were set: the kind of author, the day, the names of the fields."""


def pole_with_details(slug: str) -> tuple[Pole, Details] | None:
    """The pole of that address, published or not, with everything listed on its page; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [slug])
        row = cursor.fetchone()
    if row is None:
        return None
    values = iter(row)
    pole = instance(Pole, OWN, list(islice(values, len(OWN))))
    referred = {
        name: instance(model, columns, list(islice(values, len(columns)))) for name, (model, columns, _) in REFERENCES.items()
    }
    referred["seat_departement"].region = referred.pop("region")
    for name, place in referred.items():
        setattr(pole, name, place)
    return pole, _details(dict(zip(LISTS, (json.loads(text) if text else [] for text in values), strict=True)))


def _details(rows: dict[str, list[dict[str, Any]]]) -> Details:
    return Details(
        sectors=[
            PoleSector(sector=Sector(slug=row["slug"], name=row["name"]), is_pivot=row["is_pivot"]) for row in rows["sectors"]
        ],
        recognitions=[
            Recognition(
                kind=row["kind"],
                call_name=row["call_name"],
                recognised_by=row["recognised_by"],
                result=row["result"],
                source=row["source"],
                **_period(row),
            )
            for row in rows["recognitions"]
        ],
        stages=[Stage(name=row["name"], source=row["source"], **_period(row)) for row in rows["stages"]],
        places=[_place(row) for row in rows["places"]],
        memberships=[_membership(row) for row in rows["memberships"]],
        partnerships=[_partnership(row) for row in rows["partnerships"]],
        territory=[_area(row) for row in rows["territory"]],
        contacts=[NamedContact(**row) for row in rows["contacts"]],
        social_urls=[row["url"] for row in rows["social_urls"]],
        source_urls=[row["url"] for row in rows["source_urls"]],
        origins=[(row["kind"], datetime.date.fromisoformat(row["as_of"]), row["fields"]) for row in rows["origins"]],
    )


def _period(row: dict[str, Any]) -> dict[str, Any]:
    starts, ends = (datetime.date.fromisoformat(row[name]) if row[name] else None for name in ("starts", "ends"))
    period = DateRange(starts, ends) if starts or ends else None
    return {"period": period, "start_precision": row["start_precision"], "end_precision": row["end_precision"]}


def _place(row: dict[str, Any]) -> Place:
    commune = Collectivity(level="commune", name=row["commune"]) if row["commune"] else None
    return Place(
        name=row["name"], description=row["description"], address=row["address"], website=row["website"], commune=commune
    )


def _area(row: dict[str, Any]) -> Collectivity:
    place = Collectivity(**{name: row[name] for name in ("level", "code", "name", "latitude", "longitude")})
    place.departement_codes = row["departement_codes"]  # type: ignore[attr-defined]
    return place


def _membership(row: dict[str, Any]) -> Membership:
    organisation = Organisation(name=row["organisation"], slug=row["slug"])
    return Membership(
        organisation=organisation, role=row["role"], member_type=row["member_type"], source=row["source"], **_period(row)
    )


def _partnership(row: dict[str, Any]) -> Partnership:
    place = Collectivity(level=row["level"], code=row["code"], name=row["name"])
    partnership: Any = Partnership(collectivity=place, amount=row["amount"], link=row["link"], **_period(row))
    partnership.role_names = row["role_names"]
    return partnership  # type: ignore[no-any-return]
