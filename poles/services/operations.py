"""What the staff does at once to many rows: recorded under one context of history, and undone as a whole.

Undoing reads the rows that history keeps (`ptce_site.history`): each row that the operation touched goes back to what it was
before, unless something changed it since: then nothing is undone, and the rows are told.
"""

import contextlib
import itertools
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import pghistory
import pgtrigger
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.models import User
from poles import rights
from poles.enums import OperationKind
from poles.models import Import, Operation, Organisation, Pole, SearchEntry
from poles.services.import_kinds import kind_of
from poles.services.search_entries import written_at_the_end
from ptce_site.refusals import sentence

NO_LONGER_FITS = "Ce qui a été fait depuis ne va plus avec ce qui était avant : rien n'est annulé."
MOST_TOLD = 20
UNTOLD = ValidationError("")
# Rows without history that the site makes of others: they go with them.
MADE_BY_THE_SITE = (SearchEntry,)

# Each event of an operation, the last one first: the row before it, after it, and as history last knew it.
EVENTS = """
SELECT now.pgh_obj_id,
    (SELECT to_jsonb(was) FROM {events} AS was WHERE was.pgh_obj_id = now.pgh_obj_id AND was.pgh_id < now.pgh_id
        ORDER BY was.pgh_id DESC LIMIT 1)::text,
    to_jsonb(now)::text,
    (SELECT to_jsonb(latest) FROM {events} AS latest WHERE latest.pgh_obj_id = now.pgh_obj_id
        ORDER BY latest.pgh_id DESC LIMIT 1)::text
FROM {events} AS now WHERE now.pgh_context_id = %s ORDER BY now.pgh_id DESC
"""


@dataclass
class Recorded:
    """An operation that goes on: `moved` are the rows without history that it changes, as (field, rows, value)."""

    moved: list[list[Any]] = field(default_factory=list)
    operation: Operation | None = None
    """Once it is over."""

    def move(self, rows: models.QuerySet[Any], name: str, value: int) -> None:
        """Give the field `name` of rows without history another key, so that undoing gives back theirs."""
        model = rows.model
        self.moved += [[model._meta.label, pk, name, was, value] for pk, was in rows.values_list("pk", name)]
        rows.update(**{name: value})


@dataclass
class _Touched:
    """What an operation did to a table: each row with what it was before (None: it was not there) and after, last first.

    Going back in that order, no row ever takes a value that must be the only one before another has left it.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    steps: list[tuple[int, dict[str, Any] | None, dict[str, Any] | None]] = field(default_factory=list)


@contextlib.contextmanager
def recording(user: User, kind: str, label: str) -> Iterator[Recorded]:
    """All that is written inside is one operation, done as a whole or not at all."""
    with pghistory.context(operation=kind, user=user.pk) as context, transaction.atomic():
        recorded = Recorded()
        yield recorded
        recorded.operation = Operation.objects.create(
            context=context.id, kind=kind, label=label[:500], by=user, moved=recorded.moved
        )


def records_of(operation: Operation, most: int) -> list[models.Model]:
    """Poles and structures that the operation made or changed: the first ones, by key."""
    found: list[models.Model] = []
    both: tuple[Any, ...] = (Pole, Organisation)
    for model in both:
        keys = model.pgh_event_model.objects.filter(pgh_context=operation.context).order_by().values("pgh_obj_id")
        found += model._base_manager.filter(pk__in=keys).order_by("pk")[: most - len(found)]
    return found


def may_undo(user: Any, operation: Operation) -> bool:
    """Who did it, as long as they may still do such a thing, and the national staff."""
    if rights.sees_every_pole(user):
        return True
    if operation.by_id != user.pk:
        return False
    imported = Import.objects.filter(operation=operation).first()
    return kind_of(imported.kind).may(user) if imported else rights.looks_after_poles(user)


@transaction.atomic
def undo(user: User, pk: int) -> Operation:
    """Put back every row as it was.

    Raises PermissionDenied, and ValidationError when a row has changed since: one error a row, which is its parameter `row`
    if it is still there.
    """
    operation = Operation.objects.select_for_update().get(pk=pk)
    if not may_undo(user, operation):
        raise PermissionDenied
    if operation.undone_at:
        raise ValidationError("Cette opération est déjà annulée.")
    touched = _touched(operation)
    try:
        undoes = pghistory.context(undoes=str(operation.context))
        with undoes, written_at_the_end(by_jobs=True), _may_go_back(operation, touched), transaction.atomic():
            _restore(touched, operation.moved)
    except IntegrityError as error:
        raise ValidationError(sentence(error, [one.model for one in touched], NO_LONGER_FITS)) from error
    operation.undone_at, operation.undone_by = timezone.now(), user
    operation.save(update_fields=["undone_at", "undone_by"])
    return operation


def _touched(operation: Operation) -> list[_Touched]:
    """By table, those that others refer to first. Raises ValidationError when a row has changed since."""
    found: list[_Touched] = []
    since: list[ValidationError] = []
    for model, events in _tracked():
        columns = tuple(str(one.column) for one in events._meta.concrete_fields if not one.name.startswith("pgh_"))
        rows, seen = _Touched(model, columns), set()
        with connection.cursor() as cursor:
            cursor.execute(EVENTS.format(events=events._meta.db_table), [operation.context])
            for pk, *states in cursor.fetchall():
                was, now, latest = (_row(text) for text in states)
                unknown = was is None and now is not None and json.loads(states[1])["pgh_label"] != "insert"
                if unknown or (pk not in seen and latest != now):
                    since.append(_told(model, pk, now or latest or {}) if len(since) < MOST_TOLD else UNTOLD)
                seen.add(pk)
                rows.steps.append((pk, was, now))
        if rows.steps:
            found.append(rows)
    since += _standing(found)
    if since:
        more = [ValidationError(f"… et {len(since) - MOST_TOLD} autres.")] if len(since) > MOST_TOLD else []
        raise ValidationError([ValidationError("Changé depuis : rien n'est annulé."), *since[:MOST_TOLD], *more])
    return found


def _standing(touched: list[_Touched]) -> list[ValidationError]:
    """The rows made since that stand on what the operation made, told: members of a new structure, notes on a new pole…"""
    made = {one.model: {pk for pk, was, _ in one.steps if was is None} for one in touched}
    told: list[ValidationError] = []
    for model, pks in made.items():
        for relation in model._meta.related_objects:
            other: Any = relation.related_model
            if not pks or issubclass(other, pghistory.models.Event) or other in MADE_BY_THE_SITE:
                continue
            rows = other._base_manager.filter(**{f"{relation.field.name}__in": pks}).exclude(pk__in=made.get(other, ()))
            told += [_told_row(row) for row in rows.order_by("pk")[: MOST_TOLD + 1]]
    return told


def _row(event: str | None) -> dict[str, Any] | None:
    """The values of a row of history; None for one that was not there, or not any more."""
    values = json.loads(event or "{}")
    is_there = values and values["pgh_label"] != "delete"
    return {name: value for name, value in values.items() if not name.startswith("pgh_")} if is_there else None


def _tracked() -> list[tuple[type[models.Model], type[models.Model]]]:
    """Each model that has a history with that of its events; a model comes after those that it refers to."""
    every: list[Any] = [one for one in apps.get_models() if issubclass(one, pghistory.models.Event)]
    events: dict[type[models.Model], type[models.Model]] = {one.pgh_tracked_model: one for one in every}
    ordered: list[type[models.Model]] = []

    def visit(model: type[models.Model]) -> None:
        if model in events and model not in ordered:
            for referred in model._meta.concrete_fields:
                if referred.is_relation and referred.related_model is not model:
                    visit(referred.related_model)  # type: ignore[arg-type]
            if model not in ordered:
                ordered.append(model)

    for model in events:
        visit(model)
    return [(model, events[model]) for model in ordered]


def _may_go_back(operation: Operation, touched: list[_Touched]) -> AbstractContextManager[None]:
    """Without the triggers that say where a state may go from another: undoing is the one way back. What an import made may go
    too; its numbers are not given again."""
    kinds: tuple[type[pgtrigger.Trigger], ...] = (pgtrigger.FSM,)
    if operation.kind == OperationKind.IMPORT:
        kinds += (pgtrigger.Protect,)
    held = [
        f"{one.model._meta.label}:{trigger.name}"
        for one in touched
        for trigger in getattr(one.model._meta, "triggers", ())
        if isinstance(trigger, kinds)
    ]
    return pgtrigger.ignore(*held) if held else contextlib.nullcontext()


def _restore(touched: list[_Touched], moved: list[list[Any]]) -> None:
    with connection.cursor() as cursor:
        for one in reversed(touched):
            _go_back(cursor, one)
        for label, key, name, was, now in moved:
            model: Any = apps.get_model(label)
            model.objects.filter(pk=key, **{name: now}).update(**{name: was})
        gone = [pk for one in touched if one.model is Pole for pk, was, _ in one.steps if was is None]
        SearchEntry.objects.filter(pole__in=gone).delete()  # made by the database, so without history
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _go_back(cursor: Any, rows: _Touched) -> None:
    """Names are those of our own tables and columns; values go inside PostgreSQL from the rows of history."""
    table, named = rows.model._meta.db_table, ", ".join(rows.columns)
    values = ", ".join(f"{name} = was.{name}" for name in rows.columns if name != "id")
    for (made, gone), run in itertools.groupby(rows.steps, lambda step: (step[1] is None, step[2] is None)):
        steps = list(run)
        if made:
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY (%s)", [[pk for pk, _, _ in steps]])
        elif gone:
            cursor.execute(
                f"INSERT INTO {table} ({named}) SELECT {named} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",
                [json.dumps([was for _, was, _ in steps])],
            )
        else:  # one by one: a value leaves a row before another takes it
            for _, was, _ in steps:
                cursor.execute(
                    f"UPDATE {table} AS row SET {values} FROM jsonb_populate_record(NULL::{table}, %s::jsonb) AS was"
                    " WHERE row.id = was.id",
                    [json.dumps(was)],
                )


def _told(model: type[models.Model], pk: int, row: dict[str, Any]) -> ValidationError:
    instance = model._base_manager.filter(pk=pk).first()
    return _told_row(instance) if instance else ValidationError(f"{model._meta.verbose_name} : {row.get('name') or pk}")


def _told_row(row: models.Model) -> ValidationError:
    """The row in words, and itself as the parameter `row`."""
    return ValidationError("%(told)s", params={"told": f"{row._meta.verbose_name} : {row}", "row": row})
