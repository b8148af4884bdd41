"""Import of a file of poles: one path, dry then wet, that never overwrites what people or later sources said."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from psycopg.types.range import DateRange

from poles.enums import EndPrecision, OriginKind, Publication, RecognitionKind, StartPrecision
from poles.models import Collectivity, FieldOrigin, Organisation, Pole, PoleSector, Recognition, Sector, Source
from poles.services import provenance
from poles.services.files import read_table
from poles.services.gazetteer import Gazetteer
from poles.services.near_names import are_close
from poles.services.pole_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, PoleRow, read_row
from poles.services.text import normalized
from poles.slugs import organisation_slug, pole_slug

STATE, LABO, CRESS = "État", "Le Labo de l'ESS", "CRESS"
DAY, YEAR, UNKNOWN = StartPrecision.DAY, StartPrecision.YEAR, StartPrecision.UNKNOWN
# When each label was announced, how precisely that is known, by whom, with what result. The end is not known.
RECOGNITIONS: dict[RecognitionKind, tuple[datetime.date | None, StartPrecision, str, str]] = {
    RecognitionKind.AAP_2013: (datetime.date(2014, 1, 10), DAY, STATE, "lauréat"),
    RecognitionKind.AAP_2015: (datetime.date(2016, 1, 14), DAY, STATE, "lauréat"),
    RecognitionKind.AMI_2021_PHASE_1: (datetime.date(2021, 1, 1), YEAR, STATE, "accompagné"),
    RecognitionKind.AMI_2021_PHASE_2: (datetime.date(2021, 1, 1), YEAR, STATE, "lauréat"),
    RecognitionKind.AMI_2022: (datetime.date(2022, 1, 1), YEAR, STATE, "lauréat"),
    RecognitionKind.AMI_2023: (datetime.date(2023, 10, 17), DAY, STATE, "lauréat"),
    RecognitionKind.AMI_2024: (datetime.date(2024, 10, 11), DAY, STATE, "lauréat"),
    RecognitionKind.AMI_2025: (datetime.date(2025, 12, 18), DAY, STATE, "lauréat"),
    RecognitionKind.WITNESS: (None, UNKNOWN, LABO, "pôle témoin"),
    RecognitionKind.CRESS_LISTED: (None, UNKNOWN, CRESS, "recensé"),
}


class Outcome(StrEnum):
    """What becomes of a line; the values are the words of the report."""

    CREATED = "créé"
    UPDATED = "modifié"
    UNCHANGED = "inchangé"
    REFUSED = "refusé"


@dataclass
class Change:
    """A field that a line changes, or would."""

    field: str
    before: str
    after: str
    reason: str = ""

    def __str__(self) -> str:
        arrow = f"{self.field} : « {self.before} » → « {self.after} »"
        return f"{arrow} ({self.reason})" if self.reason else arrow


@dataclass
class LineReport:
    """What became of one line."""

    line: int
    outcome: Outcome
    name: str
    code: str = ""
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What an import did, or would do."""

    lines: list[LineReport] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    written: bool = False

    def count(self, outcome: Outcome) -> int:
        """Lines of that outcome."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def conflicts(self) -> int:
        """Fields left as they were because a person or a later source set them."""
        return sum(len(line.conflicts) for line in self.lines)


def import_poles(path: Path, *, wet: bool = False, skip_refused: bool = False) -> Report:
    """Import the file, in one transaction.

    Nothing is written when `wet` is false, nor when a line is refused and `skip_refused` is false. Raises BrokenFile.
    """
    table = read_table(path, required=REQUIRED_COLUMNS, optional=OPTIONAL_COLUMNS)
    report = Report(unknown_columns=table.unknown_columns)
    with transaction.atomic(), pghistory.context(source=f"import {path.name}"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import_poles'))")
        importer = _Importer()
        for line, reason in table.malformed:
            report.lines.append(LineReport(line, Outcome.REFUSED, "", reasons=[reason]))
        report.lines += [importer.take(line, cells) for line, cells in table.rows]
        report.lines.sort(key=lambda line: line.line)
        report.written = wet and (skip_refused or not report.count(Outcome.REFUSED))
        transaction.set_rollback(not report.written)
    return report


class _Refused(Exception):  # noqa: N818 (what becomes of the line)
    """The line cannot be written; the arguments are the reasons."""


class _Importer:
    """Takes lines one by one; remembers the poles of the database and those of the lines before."""

    def __init__(self) -> None:
        self.gazetteer = Gazetteer()
        self.sectors = {sector.slug: sector for sector in Sector.objects.all()}
        self.poles = {pole.pk: pole for pole in Pole.objects.select_related("seat_commune", "seat_departement")}
        self.line_of_pole: dict[int, int] = {}

    def take(self, line: int, cells: dict[str, str]) -> LineReport:
        row = read_row(line, cells, self.gazetteer, self.sectors)
        name = row.name or cells.get("name", "")
        try:
            if row.errors:
                raise _Refused(*row.errors)
            pole = self._match(row)
            with transaction.atomic():
                return self._update(pole, row) if pole else self._create(row)
        except _Refused as refusal:
            return LineReport(line, Outcome.REFUSED, name, code=cells.get("code", ""), reasons=list(refusal.args))
        except ValidationError as error:
            return LineReport(line, Outcome.REFUSED, name, code=cells.get("code", ""), reasons=error.messages)

    # --- Which pole a line is about ------------------------------------------------------------------------------
    def _match(self, row: PoleRow) -> Pole | None:
        pole = self._same(row)
        if pole is None:
            self._refuse_near_duplicate(row)
            return None
        if row.number is not None and row.number != pole.number:
            raise _Refused(f"code : ce pôle est déjà enregistré sous {pole.code}")
        if pole.pk in self.line_of_pole:
            raise _Refused(f"même pôle que la ligne {self.line_of_pole[pole.pk]} ({pole.code})")
        return pole

    def _same(self, row: PoleRow) -> Pole | None:
        """By code, else SIRET, else name and place."""
        for pole in self.poles.values():
            if row.number is not None and pole.number == row.number:
                return pole
        siret = row.values.get("siret")
        for pole in self.poles.values():
            if siret and pole.siret == siret:
                return pole
        name = normalized(row.name)
        found = [pole for pole in self.poles.values() if pole.sort_key == name and _same_place(pole, row)]
        if len(found) > 1:
            codes = ", ".join(pole.code for pole in found)
            raise _Refused(f"plusieurs pôles ont ce nom à cet endroit ({codes}) : précisez le code")
        return found[0] if found else None

    def _refuse_near_duplicate(self, row: PoleRow) -> None:
        name = normalized(row.name)
        for pole in self.poles.values():
            if row.departement and pole.seat_departement_id == row.departement.pk and are_close(name, pole.sort_key):
                raise _Refused(f"quasi-doublon de {pole.code} « {pole.name} », même département : précisez le code")

    # --- Writing -------------------------------------------------------------------------------------------------
    def _create(self, row: PoleRow) -> LineReport:
        pole = Pole(
            **row.values,
            slug=pole_slug(row.name),
            seat_commune=row.commune,
            seat_departement=row.departement,
            publication=Publication.PUBLISHED,
        )
        if row.number is not None:
            pole.number = row.number
        if row.lead_organisation:
            pole.lead_organisation = _organisation(row.lead_organisation, row.departement)
        pole.full_clean(exclude=["number"])
        pole.save()
        pole.refresh_from_db(fields=["sort_key", "number"])
        _set_sectors(pole, row.sectors)
        _add_recognitions(pole, row.labels)
        _add_sources(pole, row.sources)
        set_fields = [*row.values, provenance.SEAT, *(["lead_organisation"] if row.lead_organisation else [])]
        set_fields += [name for name, given in _groups(row).items() if given]
        provenance.record(pole, set_fields, provenance.Origin(OriginKind.IMPORT, row.as_of))
        self._remember(pole, row)
        return LineReport(row.line, Outcome.CREATED, pole.name, pole.code)

    def _update(self, pole: Pole, row: PoleRow) -> LineReport:
        update = _Update(pole, row)
        update.plain_fields()
        update.seat()
        update.lead_organisation()
        update.groups()
        update.save()
        self._remember(pole, row)
        outcome = Outcome.UPDATED if update.changes else Outcome.UNCHANGED
        return LineReport(row.line, outcome, pole.name, pole.code, update.changes, update.conflicts)

    def _remember(self, pole: Pole, row: PoleRow) -> None:
        self.poles[pole.pk] = pole
        self.line_of_pole[pole.pk] = row.line


class _Update:
    """What a line changes in a pole that is there."""

    def __init__(self, pole: Pole, row: PoleRow) -> None:
        self.pole, self.row = pole, row
        self.origins = provenance.origins_of(pole)
        self.changes: list[Change] = []
        self.conflicts: list[Change] = []
        self.confirmed: list[str] = []

    def plain_fields(self) -> None:
        """Those that are a single value."""
        for name, after in self.row.values.items():
            before = getattr(self.pole, name)
            if name == "checked_on":
                if before is None or before < after:
                    self.pole.checked_on = after
                    self.changes.append(Change(name, _text(before), _text(after)))
            elif self._may_set(name, _text(before), _text(after), same=before == after):
                setattr(self.pole, name, after)

    def seat(self) -> None:
        """Département and commune together; a line without commune does not take away the one that is known."""
        pole, row = self.pole, self.row
        same = pole.seat_departement_id == _pk(row.departement) and row.commune in (None, pole.seat_commune)
        before = _text(pole.seat_commune or pole.seat_departement)
        if self._may_set(provenance.SEAT, before, _text(row.commune or row.departement), same=same):
            pole.seat_commune, pole.seat_departement = row.commune, row.departement  # type: ignore[assignment]

    def lead_organisation(self) -> None:
        """By name: the file gives nothing else."""
        if not self.row.lead_organisation:
            return
        lead = self.pole.lead_organisation
        same = lead is not None and lead.sort_key == normalized(self.row.lead_organisation)
        if self._may_set("lead_organisation", _text(lead), self.row.lead_organisation, same=same):
            self.pole.lead_organisation = _organisation(self.row.lead_organisation, self.row.departement)

    def groups(self) -> None:
        """Sectors are replaced; recognitions and sources are added to those that are there."""
        pole, row = self.pole, self.row
        sectors = list(pole.sectors.all())
        if row.sectors and self._may_set(
            provenance.SECTORS, _slugs(sectors), _slugs(row.sectors), same=set(sectors) == set(row.sectors)
        ):
            _set_sectors(pole, row.sectors)
        kinds = list(pole.recognitions.values_list("kind", flat=True))
        labels = [kind for kind in row.labels if kind not in kinds]
        if row.labels and self._may_set(
            provenance.RECOGNITIONS, "; ".join(kinds), "; ".join([*kinds, *labels]), same=not labels
        ):
            _add_recognitions(pole, labels)
        urls = list(pole.sources.values_list("url", flat=True))
        sources = [url for url in row.sources if url not in urls]
        if row.sources and self._may_set(provenance.SOURCES, "; ".join(urls), "; ".join([*urls, *sources]), same=not sources):
            _add_sources(pole, sources)

    def save(self) -> None:
        """Write the pole and the origins of what was set or confirmed."""
        if self.changes:
            self.pole.full_clean(exclude=["number"])
            self.pole.save()
            self.pole.refresh_from_db(fields=["sort_key"])
        changed = [change.field for change in self.changes]
        provenance.record(self.pole, changed + self.confirmed, provenance.Origin(OriginKind.IMPORT, self.row.as_of))

    def _may_set(self, name: str, before: str, after: str, *, same: bool) -> bool:
        """Whether the line may set the field; notes the change, or the conflict."""
        origin = self.origins.get(name)
        if same:
            if origin and origin.kind == OriginKind.IMPORT and origin.as_of < self.row.as_of:
                self.confirmed.append(name)
            return False
        reason = self._objection(origin, before)
        if reason:
            self.conflicts.append(Change(name, before, after, reason))
            return False
        self.changes.append(Change(name, before, after))
        return True

    def _objection(self, origin: FieldOrigin | None, before: str) -> str:
        if origin is None:
            return "valeur d'origine inconnue" if before else ""
        if origin.kind != OriginKind.IMPORT:
            return f"saisi par une personne ({origin.get_kind_display()}, {origin.as_of:%d/%m/%Y})"
        if origin.as_of > self.row.as_of:
            return f"valeur plus récente, du {origin.as_of:%d/%m/%Y}"
        return ""


def _same_place(pole: Pole, row: PoleRow) -> bool:
    """The same commune; the same département where one of the two has no commune."""
    if pole.seat_commune_id and row.commune:
        return pole.seat_commune_id == row.commune.pk
    return pole.seat_departement_id == _pk(row.departement)


def _organisation(name: str, departement: Collectivity | None) -> Organisation:
    """The organisation of that name already known in the same département, else a new one of which only the name is known."""
    same_name = Organisation.objects.filter(sort_key=normalized(name))
    known = same_name.filter(departement=departement) | same_name.filter(led_poles__seat_departement=departement)
    organisation = known.order_by("pk").first()
    if organisation is None:
        organisation = Organisation(name=name, slug=organisation_slug(name))
        organisation.full_clean()
        organisation.save()
        organisation.refresh_from_db(fields=["sort_key"])
    return organisation


def _set_sectors(pole: Pole, sectors: Iterable[Sector]) -> None:
    PoleSector.objects.filter(pole=pole).exclude(sector__in=sectors).delete()
    PoleSector.objects.bulk_create([PoleSector(pole=pole, sector=sector) for sector in sectors], ignore_conflicts=True)


def _add_recognitions(pole: Pole, kinds: Iterable[RecognitionKind]) -> None:
    for kind in kinds:
        start, precision, by, result = RECOGNITIONS[kind]
        recognition = Recognition(pole=pole, kind=kind, recognised_by=by, result=result)
        if start:
            recognition.period = DateRange(start, None, "[)")
        recognition.start_precision, recognition.end_precision = precision, EndPrecision.UNKNOWN
        recognition.save()


def _add_sources(pole: Pole, urls: Iterable[str]) -> None:
    Source.objects.bulk_create([Source(pole=pole, url=url) for url in urls])


def _groups(row: PoleRow) -> dict[str, bool]:
    given = {provenance.SECTORS: row.sectors, provenance.RECOGNITIONS: row.labels, provenance.SOURCES: row.sources}
    return {name: bool(values) for name, values in given.items()}


def _slugs(sectors: Iterable[Sector]) -> str:
    return "; ".join(sorted(sector.slug for sector in sectors))


def _pk(instance: Any) -> int | None:
    return instance.pk if instance is not None else None


def _text(value: Any) -> str:
    return "" if value is None else str(value)
