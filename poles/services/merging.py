"""Two records found to be of one pole, or of one organisation: what both hold goes to one, and the other leads to it.

A merge is an operation (`poles.services.operations`): it can be undone as a whole.
"""

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.module_loading import import_string

from accounts.models import User
from poles import rights
from poles.enums import CoordinatorLevel, OperationKind, ProposalState, Publication
from poles.models import (
    Claim,
    Coordinator,
    FollowUp,
    Invitation,
    KeptForm,
    NamedContact,
    Organisation,
    Pole,
    Proposal,
    Report,
)
from poles.models.proposal import PENDING
from poles.services import merging_rows, provenance, versions
from poles.services.operations import Recorded, recording

State = ProposalState
GROUPS_OF_ORGANISATION: tuple[tuple[str, ...], ...] = (
    *((column,) for column in ("name", "acronym", "legal_form", "siren", "siret", "rna", "website", "collectivity_id")),
    ("commune_id", "departement_id"),
)
# What no two records have: the one that goes gives it up, for nothing.
OF_ONE_ONLY: dict[str, str | None] = {"siret": "", "collectivity_id": None}
Record = Pole | Organisation


@dataclass(frozen=True)
class Choice:
    """A value that the two records tell otherwise, under the name of its first column."""

    key: str
    label: str
    kept: str
    merged: str
    takes_merged: bool
    """Whether that of the record that goes is the better one: the other is empty, or older."""


class Previewed(Exception):  # noqa: N818 (it is no error: it takes back what was tried)
    """The end of a merge that is only tried."""


def choices(kept: Record, merged: Record) -> list[Choice]:
    """The values that are to be chosen between."""
    found = []
    for columns in _groups(kept):
        values = [tuple(getattr(one, column) for column in columns) for one in (kept, merged)]
        if values[0] == values[1]:
            continue
        mine, theirs = (", ".join(filter(None, (_words(column, one) for column in columns))) for one in (kept, merged))
        newer = columns[0] == "last_evidence_on" and all(value[0] for value in values) and values[1][0] > values[0][0]
        found.append(Choice(columns[0], _label(columns[0], kept), mine, theirs, not any(values[0]) or newer))
    return found


def merge_poles(user: User, kept: Pole, merged: Pole, taken: Collection[str]) -> list[str]:
    """Make of two poles one: what was done, in sentences. `taken` are the keys of `choices` whose value comes from `merged`.

    Raises PermissionDenied, and ValidationError when something of one of them waits, or when the values do not fit.
    """
    label = f"{merged.name} ({merged.code}) fusionné dans {kept.name} ({kept.code})"
    with recording(user, OperationKind.MERGE_POLES, label) as operation:
        kept, merged = _locked(Pole, kept, merged)
        if not (rights.may_review(user, kept) and rights.may_review(user, merged)):
            raise PermissionDenied
        _refuse_waiting(kept, merged)
        told = merging_rows.gather(kept, merged)
        _take(kept, merged, taken)
        told += _gather_persons(kept, merged, operation)
        was_published = merged.publication == Publication.PUBLISHED
        Pole.objects.filter(merged_into=merged).update(merged_into=kept)
        merged.publication, merged.merged_into = Publication.WITHDRAWN, kept
        merged.save()
        if was_published:
            kept.publication = Publication.PUBLISHED
        _save(kept)
        rights.require_still_reviewed(user, kept)
        for path in settings.ON_MERGE:
            told += import_string(path)(merged, kept)
    return told


def merge_organisations(user: User, kept: Organisation, merged: Organisation, taken: Collection[str]) -> list[str]:
    """Make of two organisations one, in the poles that they lead or belong to; as `merge_poles`."""
    label = f"{merged.name} fusionnée dans {kept.name}"
    with recording(user, OperationKind.MERGE_ORGANISATIONS, label):
        kept, merged = _locked(Organisation, kept, merged)
        if not rights.sees_every_pole(user):
            raise PermissionDenied
        told = merging_rows.gather_memberships(kept, merged)
        led = list(Pole.objects.filter(lead_organisation=merged))
        for pole in led:
            pole.lead_organisation = kept
            pole.save(update_fields=["lead_organisation"])
        if led:
            told.append(f"Structure porteuse de {', '.join(pole.name for pole in led)}.")
        _take(kept, merged, taken)
        Organisation.objects.filter(merged_into=merged).update(merged_into=kept)
        merged.merged_into = kept
        merged.save()
        _save(kept)
        for path in settings.ON_ORGANISATION_MERGE:
            told += import_string(path)(merged, kept)
    return told


def tried(merge: Callable[..., list[str]], *arguments: Any) -> list[str]:
    """What a merge would do, in its own sentences; nothing is kept of it. Raises what it raises."""
    told: list[str] = []
    try:
        with transaction.atomic():
            told = merge(*arguments)
            raise Previewed
    except Previewed:
        return told


def _groups(record: Record) -> tuple[tuple[str, ...], ...]:
    return versions.GROUPS if isinstance(record, Pole) else GROUPS_OF_ORGANISATION


def _label(column: str, record: Record) -> str:
    label = str(record._meta.get_field(column.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _words(column: str, record: Record) -> str:
    """A value as a person reads it; empty for none."""
    name = column.removesuffix("_id")
    value = getattr(record, f"get_{name}_display", lambda: getattr(record, name))()
    return "" if value is None else date_format(value, "j F Y") if isinstance(value, datetime.date) else str(value)


def _locked(model: Any, kept: Record, merged: Record) -> tuple[Any, Any]:
    """Both, locked in the order of their keys. Raises ValidationError for one that was merged already, or twice the same."""
    if kept.pk == merged.pk:
        raise ValidationError("Choisissez deux fiches.")
    held = {one.pk: one for one in model.objects.select_for_update().filter(pk__in=(kept.pk, merged.pk)).order_by("pk")}
    if any(one.merged_into_id for one in held.values()):
        raise ValidationError("L'une de ces fiches a déjà été fusionnée.")
    return held[kept.pk], held[merged.pk]


def waiting(kept: Pole, merged: Pole) -> list[Proposal]:
    """The proposals of both that are to be decided."""
    return list(Proposal.objects.filter(pole__in=(kept, merged), state__in=PENDING).select_related("pole").order_by("pk"))


def _refuse_waiting(kept: Pole, merged: Pole) -> None:
    """What waits is decided first: accepted afterwards, it would be about values that are no more."""
    if found := waiting(kept, merged):
        names = ", ".join(sorted(one.pole.name for one in found))
        raise ValidationError(f"Une proposition attend, de {names} : décidez-en d'abord.")


def _take(kept: Record, merged: Record, taken: Iterable[str]) -> None:
    """The values of `merged` that were chosen, with where they come from; neither record is saved."""
    groups = {columns[0]: columns for columns in _groups(kept)}
    fields = []
    for column in (one for key in taken for one in groups.get(key, ())):
        setattr(kept, column, getattr(merged, column))
        fields.append(column.removesuffix("_id"))
        if column in OF_ONE_ONLY:
            setattr(merged, column, OF_ONE_ONLY[column])
    if fields and isinstance(kept, Pole) and isinstance(merged, Pole):
        known = provenance.origins_of(merged)
        for field in fields:
            origin = known.get(provenance.GROUPS.get(field, field))
            if origin is not None:
                provenance.record(kept, [field], provenance.Origin(origin.kind, origin.as_of))  # type: ignore[arg-type]


def _save(kept: Record) -> None:
    """Raises ValidationError when the values do not go together."""
    kept.full_clean(exclude=["number", "sort_key"], validate_constraints=True)
    kept.save()


def _gather_persons(kept: Pole, merged: Pole, operation: Recorded) -> list[str]:
    """Editors, invitations, drafts, notes, requests and contacts; what each has already stays where it is."""
    told = []
    mine = {one.user_id: one for one in Coordinator.objects.filter(pole=kept)}
    for one in Coordinator.objects.filter(pole=merged):
        known = mine.get(one.user_id)
        if known is None:
            one.pole = kept
            one.save()
        else:
            if one.level == CoordinatorLevel.EDITOR and known.level != one.level:
                known.level = one.level
                known.save()
            one.delete()
        told.append(f"{one.user} anime le pôle.")
    open_ones = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    asked = open_ones.filter(pole=kept).values("email")
    counts = {
        "Invitations en attente": open_ones.filter(pole=merged).exclude(email__in=asked).update(pole=kept),
        "Notes de suivi": FollowUp.objects.filter(pole=merged).update(pole=kept),
    }
    if not Proposal.objects.filter(pole=kept, state=State.DRAFT).exists():
        Proposal.objects.filter(pole=merged, state=State.DRAFT).update(pole=kept)
    for model, key in ((Claim, "email"), (NamedContact, "email"), (Report, "pk")):
        theirs = set(model.objects.filter(pole=kept).values_list(key, flat=True))  # type: ignore[attr-defined]
        others = model.objects.filter(pole=merged).exclude(**{f"{key}__in": theirs})  # type: ignore[attr-defined]
        counts[str(model._meta.verbose_name_plural).capitalize()] = others.count()
        operation.move(others, "pole_id", kept.pk)
    kept_forms = KeptForm.objects.filter(pole=merged)
    for form in kept_forms:
        if not KeptForm.objects.filter(pole=kept, user=form.user_id, section=form.section).exists():
            operation.move(kept_forms.filter(pk=form.pk), "pole_id", kept.pk)
    return told + [f"{label} : {count}." for label, count in counts.items() if count]
