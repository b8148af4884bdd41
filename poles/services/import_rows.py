"""Lines of what binds poles, for a period: members, partnerships, recognitions."""

import contextlib
import re
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from import_export.fields import Field
from import_export.widgets import ManyToManyWidget

from poles import partial_dates
from poles.enums import MemberRole, MemberType, RecognitionKind
from poles.models import Membership, Partnership, PartnershipRole, Recognition
from poles.services import cells as read
from poles.services import kept_recognitions, periods
from poles.services.import_lines import Change, Refused
from poles.services.import_resources import LineResource, column
from poles.text import normalized

SINCE, UNTIL, GOES_ON = "depuis", "jusqu_a", "en cours"
PERIOD = (SINCE, UNTIL)
ROW = "fiche"


class Roles(ManyToManyWidget):
    """Identifiers or names of roles, separated by semicolons."""

    def __init__(self) -> None:
        super().__init__(PartnershipRole)

    @cached_property
    def known(self) -> dict[str, PartnershipRole]:
        """By identifier and by name; a resource has its own copy of its fields, so this is read once a file."""
        return {name: role for role in PartnershipRole.objects.all() for name in (role.slug, normalized(role.name))}

    def clean(self, value: Any, row: Any = None, **options: Any) -> list[PartnershipRole]:
        found = []
        for text in filter(None, (part.strip() for part in (value or "").split(";"))):
            role = self.known.get(text) or self.known.get(normalized(text))
            if role is None:
                there = ", ".join(dict.fromkeys(role.name for role in self.known.values()))
                raise ValueError(f"rôle inconnu « {text} » (valeurs : {there} ; un point-virgule entre deux)")
            found.append(role)
        return found


class RowOfPoleResource(LineResource):
    """A row that binds a pole to something, for a period: two of the same things are told apart by their beginnings."""

    bound: tuple[str, ...]
    """The columns of the things that a row binds."""

    def __init__(self) -> None:
        super().__init__()
        self.same: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for pk, *key in self._meta.model.objects.values_list("pk", *self.bound):
            self.same[tuple(key)].append(pk)
        self.there: dict[str, dict[int, Any]] = {}

    def prepare(self, lines: Sequence[dict[str, str]]) -> None:
        """Read the things that the next lines bind, which their report names."""
        keys = []
        for cells in lines:
            with contextlib.suppress(ValueError, Refused):  # told when the line is taken
                keys.append(self.key(cells))
        for place, name in enumerate(self.bound):
            model = self._meta.model._meta.get_field(name.removesuffix("_id")).related_model
            if model:
                self.there[name] = model.objects.in_bulk({key[place] for key in keys})

    @abstractmethod
    def key(self, cells: dict[str, str]) -> tuple[Any, ...]:
        """The things that a line names, as in `bound`. Raises ValueError, Refused."""

    def find(self, cells: dict[str, str]) -> Any:
        self.names = self.key(cells)
        if cells.get(ROW):
            return self._numbered(cells[ROW])
        known = self.same[self.names]
        rows = [self._with_bound(row) for row in self._meta.model.objects.filter(pk__in=known)] if known else []
        undated = [row for row in rows if row.period is None]
        if not any(cells.get(name) for name in PERIOD):
            if len(rows) > 1 and not undated:
                raise Refused("plusieurs périodes sont déjà là : dites depuis quand")
            return next(iter([*undated, *rows]), None)
        typed = self._meta.model()
        _set_period(typed, cells)
        return next((row for row in rows if row.period and _start(row) == _start(typed)), undated[0] if undated else None)

    def _numbered(self, number: str) -> Any:
        """The row of that number, as exports give it: what it binds is what the line says."""
        row = self._meta.model.objects.filter(pk=number).first() if re.fullmatch("[0-9]{1,18}", number) else None
        if row is None or tuple(getattr(row, name) for name in self.bound) != self.names:
            raise Refused(f"{ROW} : la fiche n° {number} n'est plus là, ou dit autre chose ; videz la case pour une nouvelle")
        return self._with_bound(row)

    def import_instance(self, instance: Any, row: Any, **options: Any) -> None:
        was = periods.words(periods.value_of(instance))
        super().import_instance(instance, row, **options)
        if any(row.get(name) for name in PERIOD):
            _set_period(instance, row)
            now = periods.words(periods.value_of(instance))
            self.changes += [Change("période", was, now)] if was != now else []

    def init_instance(self, row: Any = None) -> Any:
        return self._with_bound(self._meta.model(**dict(zip(self.bound, self.names, strict=True))))

    def _with_bound(self, row: Any) -> Any:
        for name, there in self.there.items():
            if found := there.get(getattr(row, name)):
                setattr(row, name.removesuffix("_id"), found)
        return row

    def save_instance(self, instance: Any, is_create: bool, row: Any, **options: Any) -> None:
        super().save_instance(instance, is_create, row, **options)
        if is_create:
            self.same[self.names].append(instance.pk)


class MembershipResource(RowOfPoleResource):
    """A structure in a pole."""

    bound = ("pole_id", "organisation_id")
    role = column("role", "role", read.choice(MemberRole, "rôle inconnu"))
    member_type = column("member_type", "type_de_membre", read.choice(MemberType, "type de membre inconnu"))
    source = column("source", "source")

    class Meta(LineResource.Meta):
        model = Membership
        fields = ("role", "member_type", "source")

    def key(self, cells: dict[str, str]) -> tuple[Any, ...]:
        return _named("pole", self.known.pole, cells), _named("structure", self.known.organisation, cells)


class PartnershipResource(RowOfPoleResource):
    """A collectivité beside a pole."""

    bound = ("pole_id", "collectivity_id")
    roles = Field("roles", "roles", Roles())
    amount = column("amount", "montant", read.amount)
    link = column("link", "lien", read.address)

    class Meta(LineResource.Meta):
        model = Partnership
        fields = ("roles", "amount", "link")

    def import_instance(self, instance: Any, row: Any, **options: Any) -> None:
        super().import_instance(instance, row, **options)
        if row.get("roles"):
            was = _in_words(instance.roles.all() if instance.pk else [])
            now = _in_words(_cleaned(self.fields["roles"], row))
            self.changes += [Change("roles", was, now)] if was != now else []

    def key(self, cells: dict[str, str]) -> tuple[Any, ...]:
        place = _named("collectivite", lambda cell: self.known.collectivity(cell, cells.get("niveau", "")), cells)
        return _named("pole", self.known.pole, cells), place


class RecognitionResource(RowOfPoleResource):
    """That somebody counts a pole as a PTCE. Those that another app keeps (`settings.RECOGNITIONS_KEPT`) are not for a file."""

    bound = ("pole_id", "kind", "call_name")
    recognised_by = column("recognised_by", "par_qui")
    result = column("result", "resultat")
    source = column("source", "source")

    class Meta(LineResource.Meta):
        model = Recognition
        fields = ("recognised_by", "result", "source")

    def key(self, cells: dict[str, str]) -> tuple[Any, ...]:
        kind = _named("reconnaissance", read.choice(RecognitionKind, "reconnaissance inconnue"), cells)
        call = " ".join(cells.get("nom_de_l_appel", "").split())
        if (kind == RecognitionKind.OTHER_CALL) != bool(call):
            raise Refused(f"nom_de_l_appel : à remplir pour « {RecognitionKind.OTHER_CALL} », et pour lui seul")
        return _named("pole", self.known.pole, cells), kind, call

    def called(self, row: Any) -> str:
        """With its pole."""
        return f"{row.pole} – {row}"

    @cached_property
    def kept(self) -> set[int]:
        """The keys of those that change elsewhere."""
        return kept_recognitions.keys_of()

    def import_instance(self, instance: Any, row: Any, **options: Any) -> None:
        super().import_instance(instance, row, **options)
        if instance.kind == RecognitionKind.CHARTER and (self.changes or not instance.pk):
            raise Refused("reconnaissance : la charte se tient au registre ; importez des signatures")
        if self.changes and instance.pk in self.kept:
            raise Refused(f"reconnaissance : {kept_recognitions.TOLD[0].lower()}{kept_recognitions.TOLD[1:]}")


def _set_period(row: Any, cells: dict[str, str]) -> None:
    until = cells.get(UNTIL, "")
    goes_on = normalized(until) == GOES_ON
    for name, cell in ((SINCE, cells.get(SINCE, "")), (UNTIL, "" if goes_on else until)):
        try:
            partial_dates.read(cell)
        except ValueError as error:
            raise Refused(f"{name} : « {cell} ». {error}") from error
    if goes_on and not cells.get(SINCE) and not _start(row):
        raise Refused(f"{SINCE} : depuis quand ? L'année suffit")
    periods.write(row, {"since": cells.get(SINCE, ""), "until": "" if goes_on else until, "goes_on": goes_on})


def _start(row: Any) -> Any:
    return row.period and row.period.lower


def _named(name: str, convert: Callable[[str], Any], cells: dict[str, str]) -> Any:
    """What the cell of a column that must be filled names. Raises Refused."""
    if not cells.get(name):
        raise Refused(f"{name} : à remplir")
    try:
        return convert(cells[name])
    except ValueError as error:
        raise Refused(f"{name} : {error}") from error


def _cleaned(field: Field, row: Any) -> Any:
    try:
        return field.clean(row)
    except ValueError as error:
        raise Refused(f"{field.column_name} : {error}") from error


def _in_words(values: Iterable[Any]) -> str:
    return "; ".join(sorted(str(one) for one in values))
