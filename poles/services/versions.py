"""A pole as it was at a moment, from the rows that the database keeps of every change; and how it is brought back to it.

Values go from the rows of history to those of today inside PostgreSQL, whose constraints say whether they still hold.
"""

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from poles import history, partial_dates
from poles.models import Pole
from poles.services import kept_recognitions, provenance
from ptce_site.refusals import sentence

# What of a pole goes back together, under the name of its first column. Its code, its address and whether it is published
# do not: they are not what the page says.
GROUPS: tuple[tuple[str, ...], ...] = (
    *((column,) for column in ("name", "acronym", "summary", "description", "legal_form", "origin", "lead_organisation_id")),
    *((column,) for column in ("siren", "siret", "rna", "founded_year", "ended_year", "members_announced", "scale")),
    ("seat_departement_id", "seat_commune_id", "seat_address", "latitude", "longitude", "point_precision"),
    *((column,) for column in ("website", "email", "phone")),
    ("picture_id", "picture_alt", "picture_credit"),
    *((column,) for column in ("confidence", "checked_on")),
    ("last_evidence_on", "last_evidence_source"),
)
# Under which name `provenance` keeps where the rows of a list come from.
ORIGINS = {
    "membership": "memberships", "partnership": "partnerships", "place": "places", "polesector": provenance.SECTORS,
    "poleterritory": "territory", "recognition": provenance.RECOGNITIONS, "socialaddress": "social_addresses",
    "source": provenance.SOURCES, "stage": "stages",
}  # fmt: skip
NOT_TOLD = ("id", "pole_id", "period", "start_precision", "end_precision")
GONE = "Ne peut pas revenir : ce dont il s'agit n'est plus dans l'annuaire."
NO_LONGER_FITS = "Ces valeurs ne vont plus avec le reste de la page : choisissez-en moins, ou corrigez la page d'abord."
PERIOD = re.compile(r"^[\[(]\"?([0-9-]*)\"?,\"?([0-9-]*)\"?[\])]$")
ONE_DAY = datetime.timedelta(days=1)

_ROWS_NOW = "SELECT '{name}' AS kind, to_jsonb(row) AS was FROM poles_{name} AS row WHERE row.{of_pole}"
_ROWS_THEN = """SELECT '{name}', to_jsonb(last) FROM (
    SELECT DISTINCT ON (event.pgh_obj_id) event.* FROM poles_{name}event AS event
    WHERE event.pgh_created_at <= %(at)s
        AND event.pgh_obj_id IN (SELECT any_event.pgh_obj_id FROM poles_{name}event AS any_event WHERE any_event.{of_pole})
    ORDER BY event.pgh_obj_id, event.pgh_id DESC
) AS last WHERE last.pgh_label <> 'delete' AND last.{of_pole}"""
_LINK = "partnershiprolelink"
_OF_POLE = {
    _LINK: "partnership_id IN (SELECT pgh_obj_id FROM poles_partnershipevent WHERE pole_id = %(pole)s)",
}
_TABLES = ("pole", *ORIGINS, _LINK)


def _union(form: str, **of_pole: str) -> str:
    conditions = {**_OF_POLE, **of_pole}
    return "\nUNION ALL\n".join(form.format(name=name, of_pole=conditions.get(name, "pole_id = %(pole)s")) for name in _TABLES)


NOW, THEN = _union(_ROWS_NOW, pole="id = %(pole)s"), _union(_ROWS_THEN, pole="pgh_obj_id = %(pole)s")
Key = tuple[str, int]


@dataclass
class Step:
    """One thing to bring back: a field of the pole, or a row of one of its lists."""

    key: str
    label: str
    now: str
    then: str
    refused: str = ""
    """Why it cannot be brought back, in a sentence; empty when it can."""
    kind: str = "pole"
    columns: tuple[str, ...] = ()
    row: dict[str, Any] | None = None
    """The row as it was; None when it was not there."""
    pk: int = 0


def steps_to(pole: Pole, at: datetime.datetime) -> list[Step]:
    """What would bring the pole's page back to what it was just after a moment; nothing when it is the same."""
    now, then = _rows(NOW, pole, at), _rows(THEN, pole, at)
    names = history.names_of([*now.values(), *then.values()])
    steps: list[Step] = []
    before, after = now[("pole", pole.pk)], then.pop(("pole", pole.pk), None)
    if after is None:
        return []
    for columns in GROUPS:
        if any(before[column] != after[column] for column in columns):
            now_told, then_told = (_column_words(columns, row, names) for row in (before, after))
            refused = "" if _is_whole({column: after[column] for column in columns}, names) else GONE
            label = history.label_of(columns[0])
            steps.append(Step(columns[0], label, now_told, then_told, refused, columns=columns, row=after, pk=pole.pk))
    kept = kept_recognitions.keys_of(recognition__pole=pole)
    for kind, pk in sorted({key for key in (*now, *then) if key[0] in ORIGINS}):
        is_now, was = now.get((kind, pk)), then.get((kind, pk))
        if is_now != was:
            now_told, then_told = (_row_words(kind, row, names) if row else "" for row in (is_now, was))
            refused = "" if was is None or _is_whole(was, names) else GONE
            refused = kept_recognitions.TOLD if kind == "recognition" and pk in kept else refused
            label = str(history.ROWS[kind][0])
            steps.append(Step(f"{kind}-{pk}", label, now_told, then_told, refused, kind=kind, row=was, pk=pk))
    return steps


@transaction.atomic
def restore(pole: Pole, at: datetime.datetime, keys: Iterable[str]) -> int:
    """Bring back those of `steps_to`, all or none; how many. Raises ValidationError when the database refuses."""
    wanted = set(keys)
    pole = Pole.objects.select_for_update().get(pk=pole.pk)
    steps = [step for step in steps_to(pole, at) if step.key in wanted and not step.refused]
    if {step.key for step in steps} != wanted:
        raise ValidationError("La page a changé depuis que vous l'avez ouverte : relisez, puis choisissez.")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for step in sorted(steps, key=lambda one: one.row is not None):  # what goes makes room for what comes back
                _write(cursor, step)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise ValidationError(sentence(error, apps.get_app_config("poles").get_models(), NO_LONGER_FITS)) from error
    origins = {ORIGINS.get(step.kind, step.columns[0].removesuffix("_id") if step.columns else "") for step in steps}
    provenance.record_person(pole, origins)
    return len(steps)


def _rows(statement: str, pole: Pole, at: datetime.datetime) -> dict[Key, dict[str, Any]]:
    """By table and key, the rows of the pole, less the columns of history; a partnership holds the keys of its roles."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, was::text FROM ({statement}) AS every (kind, was)", {"pole": pole.pk, "at": at})
        found = [(kind, json.loads(text)) for kind, text in cursor.fetchall()]
    rows: dict[Key, dict[str, Any]] = {}
    for kind, row in found:
        rows[kind, row["id"]] = {name: value for name, value in row.items() if not name.startswith("pgh_")}
    for (kind, _), row in rows.items():
        if kind == "partnership":
            row["roles"] = sorted(
                link["role_id"] for (name, _), link in rows.items() if name == _LINK and link["partnership_id"] == row["id"]
            )
    return rows


def _is_whole(row: dict[str, Any], names: dict[tuple[Any, int], str]) -> bool:
    """Whether all that a row refers to is still there; a picture that was replaced is not."""
    referred = {column: model for column, model in history.REFERENCES.items() if row.get(column)}
    pictures = apps.get_model("poles", "Picture").objects
    return all((model, row[column]) in names for column, model in referred.items()) and (
        not row.get("picture_id") or pictures.filter(pk=row["picture_id"]).exists()
    )


def _column_words(columns: Iterable[str], row: dict[str, Any], names: dict[tuple[Any, int], str]) -> str:
    return ", ".join(filter(None, (history.words(column, row, names) for column in columns)))


def _row_words(kind: str, row: dict[str, Any], names: dict[tuple[Any, int], str]) -> str:
    parts = [
        history.words(field.column, row, names, dict(field.flatchoices))
        for field in apps.get_model("poles", kind)._meta.concrete_fields
        if field.column not in NOT_TOLD
    ]
    if row.get("roles"):
        roles = apps.get_model("poles", "PartnershipRole").objects.filter(pk__in=row["roles"])
        parts += sorted(role.name for role in roles)
    return ", ".join(filter(None, (*parts, _period_words(row))))


def _period_words(row: dict[str, Any]) -> str:
    found = PERIOD.match(row.get("period") or "")
    if not found:
        return ""
    first, end = (datetime.date.fromisoformat(text) if text else None for text in found.groups())
    since = partial_dates.since(partial_dates.text(first, row["start_precision"]))
    until = partial_dates.until(partial_dates.text(end - ONE_DAY, row["end_precision"])) if end else ""
    return ", ".join(filter(None, (since, until)))


def _write(cursor: Any, step: Step) -> None:
    """Names are those of our own tables and columns."""
    table = f"poles_{step.kind}"
    if step.row is None:
        if step.kind == "partnership":
            cursor.execute(f"DELETE FROM poles_{_LINK} WHERE partnership_id = %s", [step.pk])
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [step.pk])
        return
    columns = step.columns or tuple(field.column for field in apps.get_model("poles", step.kind)._meta.concrete_fields)
    named = ", ".join(columns)
    values = f"SELECT {named} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"
    parameters: Sequence[Any] = [json.dumps(step.row), step.pk]
    cursor.execute(f"UPDATE {table} SET ({named}) = ({values}) WHERE id = %s", parameters)
    if not cursor.rowcount:
        cursor.execute(f"INSERT INTO {table} ({named}) {values}", parameters[:1])
    if step.kind == "partnership":
        roles = step.row["roles"]
        cursor.execute(f"DELETE FROM poles_{_LINK} WHERE partnership_id = %s AND role_id <> ALL (%s)", [step.pk, roles])
        cursor.execute(
            f"INSERT INTO poles_{_LINK} (partnership_id, role_id) SELECT %s, role FROM unnest(%s::bigint[]) AS role"
            f" WHERE role NOT IN (SELECT role_id FROM poles_{_LINK} WHERE partnership_id = %s)",
            [step.pk, roles, step.pk],
        )
