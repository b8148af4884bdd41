"""Changes of a pole, by subject and by row: what each would make of the page, told to a person, and written."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from poles.enums import OriginKind
from poles.models import Pole, ProposedChange
from poles.services import provenance, row_subjects
from poles.services.names import Names
from poles.services.row_subjects import ROW_SUBJECTS, RowSubject
from poles.services.subjects import SUBJECTS, Subject
from ptce_site.clock import today
from ptce_site.differences import difference


@dataclass
class Wanted:
    """A change that somebody wants: the value of a subject, or of one row; `change` is that of the draft to replace."""

    subject: str
    after: Any
    row: int | None = None
    change: int | None = None


def values_now(pole: Pole, changes: Iterable[ProposedChange]) -> list[Any]:
    """The value that the pole has for each thing that is changed; its lists are read once, however many rows change."""
    changes = list(changes)
    rows = {name: row_subjects.every(name, pole) for name in {one.subject for one in changes if one.subject in ROW_SUBJECTS}}
    return [
        rows[one.subject].get(one.row) if one.subject in rows else SUBJECTS[one.subject].read(pole)  # type: ignore[arg-type]
        for one in changes
    ]


def changes_of(pole: Pole, wanted: Sequence[Wanted]) -> list[ProposedChange]:
    """What each thing wanted would make of the published page: changes that are not saved."""
    changes = [ProposedChange(subject=one.subject, row=one.row, after=one.after) for one in wanted]
    for change, value in zip(changes, values_now(pole, changes), strict=True):
        change.before = value
    return changes


def words(subject: str, value: Any, names: Names) -> str:
    """A value of a subject, of a row or not, to a person; empty for none."""
    return "" if value is None else _subject(subject).words(value, names)


def label_of(change: ProposedChange) -> str:
    """What is changed, as a person calls it."""
    if change.subject in SUBJECTS:
        return SUBJECTS[change.subject].label
    label = ROW_SUBJECTS[change.subject].label
    return f"ajout, {label}" if change.before is None else f"retrait, {label}" if change.after is None else label


def told(changes: Iterable[ProposedChange], current: dict[int, Any] | None = None) -> list[dict[str, Any]]:
    """Changes with their words: a whole, and before and after; `current` holds what the page has now, by key of change."""
    changes, current = list(changes), current or {}
    names = Names([*current.values(), *(value for change in changes for value in (change.before, change.after))])
    return [
        {
            "change": change,
            "label": label_of(change),
            "current": words(change.subject, current.get(change.pk), names),
            "words": words(change.subject, change.before if change.after is None else change.after, names),
            "pieces": difference(words(change.subject, change.before, names), words(change.subject, change.after, names)),
        }
        for change in changes
    ]


def require_possible(pole: Pole, changes: Iterable[ProposedChange]) -> None:
    """Make the changes, then undo them: what the database would refuse is known before it is asked of anybody."""
    with transaction.atomic():
        apply(Pole.objects.get(pk=pole.pk), list(changes), record=False)
        transaction.set_rollback(True)


def apply(pole: Pole, changes: Sequence[ProposedChange], *, record: bool = True, of_staff: Collection[int] = ()) -> None:
    """Write the values of `changes`, each told to come from the pole, today; from the cell for those of `of_staff`, by key.

    Raises ValidationError by subject.
    """
    columns = [change for change in changes if change.subject in SUBJECTS and SUBJECTS[change.subject].columns]
    _apply_columns(pole, columns)
    for change in changes:
        if change not in columns:
            _named(change.subject, _apply_rows, pole, change)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    if record:
        for kind, some in (
            (OriginKind.POLE, [change for change in changes if change.pk not in of_staff]),
            (OriginKind.STAFF, [change for change in changes if change.pk in of_staff]),
        ):
            origins = {origin for change in some for origin in _subject(change.subject).origins}
            provenance.record(pole, origins, provenance.Origin(kind, today()))


def _apply_columns(pole: Pole, changes: Sequence[ProposedChange]) -> None:
    if not changes:
        return
    written: list[str] = []
    for change in changes:
        _named(change.subject, SUBJECTS[change.subject].write, pole, change.after)
        written += SUBJECTS[change.subject].columns
    try:
        pole.full_clean(exclude=["number"])
    except ValidationError as error:
        of_column = {column: change.subject for change in changes for column in SUBJECTS[change.subject].columns}
        by_subject: dict[str, list[str]] = {}
        for column, messages in error.message_dict.items():
            by_subject.setdefault(of_column.get(column, changes[0].subject), []).extend(messages)
        raise ValidationError(by_subject) from error  # type: ignore[arg-type]
    pole.save(update_fields=written)


def _apply_rows(pole: Pole, change: ProposedChange) -> None:
    if change.subject in ROW_SUBJECTS:
        change.row = row_subjects.write(change.subject, pole, change.row, change.after) or change.row
    else:
        SUBJECTS[change.subject].write(pole, change.after)


def _named(subject: str, act: Any, *arguments: Any) -> None:
    """Do it, and tell what is wrong under the name of the subject."""
    try:
        act(*arguments)
    except ValidationError as error:
        raise ValidationError({subject: error.messages}) from error


def _subject(name: str) -> Subject | RowSubject:
    return SUBJECTS[name] if name in SUBJECTS else ROW_SUBJECTS[name]
