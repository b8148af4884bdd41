"""What one line of a file writes: a new pole, or changes in one that is there, within what an import may overwrite."""

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import DataError, IntegrityError, transaction
from psycopg.types.range import DateRange

from poles.enums import EndPrecision, OriginKind, Publication, RecognitionKind, StartPrecision
from poles.models import Collectivity, FieldOrigin, Organisation, Pole, PoleSector, Recognition, Sector, Source
from poles.services import provenance
from poles.services.import_lines import Change
from poles.services.leads import Leads
from poles.services.pole_rows import COLUMN_OF, PoleRow
from poles.text import normalized

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


def new(row: PoleRow, slug: str, number: int, leads: Leads) -> Pole:
    """A published pole as the line says, to be written by `create`. Raises ValidationError."""
    pole = Pole(
        **row.values,
        number=number,
        slug=slug,
        sort_key=normalized(row.name),
        seat_commune=row.commune,
        seat_departement=row.departement,
        publication=Publication.PUBLISHED,
    )
    if row.lead_organisation:
        pole.lead_organisation = leads.find(row.lead_organisation, row.departement)
    _clean(pole)
    return pole


def create(poles: Sequence[tuple[Pole, PoleRow]]) -> None:
    """Write new poles with all that their lines say, all or none. Raises DataError, IntegrityError."""
    leads = {id(pole.lead_organisation): pole.lead_organisation for pole, _ in poles if pole.lead_organisation}
    with transaction.atomic(), _made(lead for lead in leads.values() if lead.pk is None):
        for pole, _ in poles:  # else Django keeps the key that the structure had in a writing taken back
            pole.lead_organisation = pole.lead_organisation
        Pole.objects.bulk_create([pole for pole, _ in poles])
        PoleSector.objects.bulk_create([PoleSector(pole=pole, sector=sector) for pole, row in poles for sector in row.sectors])
        Recognition.objects.bulk_create([_recognition(pole, kind) for pole, row in poles for kind in row.labels])
        Source.objects.bulk_create([Source(pole=pole, url=url) for pole, row in poles for url in row.sources])
        provenance.record_all(
            (pole.pk, _fields_set(row), provenance.Origin(OriginKind.IMPORT, row.as_of)) for pole, row in poles
        )


@contextlib.contextmanager
def _made(leads: Iterable[Organisation]) -> Iterator[None]:
    """Write new structures; when what comes after fails, and takes them back, they have no key again."""
    leads = list(leads)
    try:
        Organisation.objects.bulk_create(leads)
        yield
    except (DataError, IntegrityError):
        for lead in leads:
            lead.pk = None
        raise


def _fields_set(row: PoleRow) -> list[str]:
    lead = ["lead_organisation"] if row.lead_organisation else []
    return [*row.values, provenance.SEAT, *lead, *(name for name, given in _groups(row).items() if given)]


class RowUpdate:
    """What a line changes in a pole that is there."""

    def __init__(self, pole: Pole, row: PoleRow, leads: Leads) -> None:
        self.pole, self.row, self.leads = pole, row, leads
        self.origins = provenance.origins_of(pole)
        self.changes: list[Change] = []
        self.conflicts: list[Change] = []
        self.confirmed: list[str] = []

    def apply(self) -> None:
        """Change what the line may change, and note the rest. Raises ValidationError, IntegrityError."""
        self._plain_fields()
        self._seat()
        self._lead_organisation()
        self._groups()
        self._save()

    def _plain_fields(self) -> None:
        """Those that are a single value."""
        for name, after in self.row.values.items():
            before = getattr(self.pole, name)
            if name == "checked_on" and before is not None and before > after:
                continue  # the file is older: it neither changes nor contradicts
            if self._may_set(name, _text(before), _text(after), same=_lines(before) == _lines(after)):
                setattr(self.pole, name, after)

    def _seat(self) -> None:
        """Département and commune together; a line without commune does not take away the one that is known."""
        pole, row = self.pole, self.row
        same = pole.seat_departement_id == _pk(row.departement) and row.commune in (None, pole.seat_commune)
        if self._may_set(
            provenance.SEAT, _place(pole.seat_commune, pole.seat_departement), _place(row.commune, row.departement), same=same
        ):
            pole.seat_commune, pole.seat_departement = row.commune, row.departement  # type: ignore[assignment]

    def _lead_organisation(self) -> None:
        """By name: the file gives nothing else."""
        if not self.row.lead_organisation:
            return
        lead = self.pole.lead_organisation
        key = normalized(self.row.lead_organisation)
        same = lead is not None and (lead.sort_key == key or lead.merged_from.filter(sort_key=key).exists())
        if self._may_set("lead_organisation", _text(lead), self.row.lead_organisation, same=same):
            self.pole.lead_organisation = self.leads.find(self.row.lead_organisation, self.row.departement)

    def _groups(self) -> None:
        """Sectors are replaced; recognitions and sources are added to those that are there."""
        pole, row = self.pole, self.row
        sectors = list(pole.sectors.all())
        if row.sectors and self._may_set(
            provenance.SECTORS, _names(sectors), _names(row.sectors), same=set(sectors) == set(row.sectors)
        ):
            _set_sectors(pole, row.sectors)
        kinds = list(pole.recognitions.values_list("kind", flat=True))
        labels = [kind for kind in row.labels if kind not in kinds]
        if row.labels and self._may_set(
            provenance.RECOGNITIONS, "; ".join(kinds), "; ".join([*kinds, *labels]), same=not labels
        ):
            Recognition.objects.bulk_create([_recognition(pole, kind) for kind in labels])
        urls = list(pole.sources.values_list("url", flat=True))
        sources = [url for url in row.sources if url not in urls]
        if row.sources and self._may_set(provenance.SOURCES, "; ".join(urls), "; ".join([*urls, *sources]), same=not sources):
            Source.objects.bulk_create([Source(pole=pole, url=url) for url in sources])

    def _save(self) -> None:
        """Write the pole and the origins of what was set or confirmed."""
        if self.changes:
            _clean(self.pole)
            lead = self.pole.lead_organisation
            with _made([lead] if lead and lead.pk is None else []):
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
            self.conflicts.append(Change(name, before, after, reason, column=COLUMN_OF.get(name, name)))
            return False
        self.changes.append(Change(name, before, after, column=COLUMN_OF.get(name, name)))
        return True

    def _objection(self, origin: FieldOrigin | None, before: str) -> str:
        if origin is None:
            return "valeur d'origine inconnue" if before else ""
        if origin.kind != OriginKind.IMPORT:
            return f"saisi par une personne ({origin.get_kind_display()}, {origin.as_of:%d/%m/%Y})"
        if origin.as_of > self.row.as_of:
            return f"valeur plus récente, du {origin.as_of:%d/%m/%Y}"
        return ""


def _place(commune: Collectivity | None, departement: Collectivity | None) -> str:
    """A commune with its département, so that a move from one to another is seen."""
    return ", ".join(_text(one) for one in (commune, departement) if one)


def _lines(value: Any) -> Any:
    """A text by its lines, whose ends browsers and spreadsheets write each in their way."""
    return value.splitlines() if isinstance(value, str) else value


def _clean(pole: Pole) -> None:
    """Values one by one; the rules that bind them are the database's, which checks them anyway: asked beforehand, they are
    a statement each. Raises ValidationError."""
    read = ["number", "slug", "seat_commune", "seat_departement", "lead_organisation"]  # made here, from rows that are there
    pole.clean_fields(exclude=read)
    pole.clean_days()


def _set_sectors(pole: Pole, sectors: Iterable[Sector]) -> None:
    PoleSector.objects.filter(pole=pole).exclude(sector__in=sectors).delete()
    kept = set(PoleSector.objects.filter(pole=pole).values_list("sector", flat=True))
    PoleSector.objects.bulk_create([PoleSector(pole=pole, sector=sector) for sector in sectors if sector.pk not in kept])


def _recognition(pole: Pole, kind: RecognitionKind) -> Recognition:
    start, precision, by, result = RECOGNITIONS[kind]
    recognition = Recognition(pole=pole, kind=kind, recognised_by=by, result=result)
    if start:
        recognition.period = DateRange(start, None, "[)")
    recognition.start_precision, recognition.end_precision = precision, EndPrecision.UNKNOWN
    return recognition


def _groups(row: PoleRow) -> dict[str, bool]:
    given = {provenance.SECTORS: row.sectors, provenance.RECOGNITIONS: row.labels, provenance.SOURCES: row.sources}
    return {name: bool(values) for name, values in given.items()}


def _names(sectors: Iterable[Sector]) -> str:
    return "; ".join(sorted(sector.name for sector in sectors))


def _pk(instance: Any) -> int | None:
    return instance.pk if instance is not None else None


def _text(value: Any) -> str:
    return "" if value is None else str(value)
