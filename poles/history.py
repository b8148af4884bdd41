"""What changed on a pole's page, moment by moment: what and when and by what kind of author; for the cell, by whom too.

Read from the rows that the database keeps of every change (`ptce_site.history`), in one statement: the rows of one
transaction bear one moment. The public is not told of addresses and telephones that were replaced: they may have been
somebody's; nor of what was changed while the page was not published.
"""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from poles.enums import Level, OriginKind, Publication, RecognitionKind, StageName
from poles.models import Collectivity, Organisation, PartnershipRole, Pole, Sector
from ptce_site.differences import difference

MOMENTS_A_PAGE = 30
LONGEST_SAME, KEPT_SAME = 160, 60
# The lists of a page: what one of their rows is called, the column that says which it is, and the words of its values.
ROWS: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "membership": (gettext_lazy("membre"), "organisation_id", {}),
    "partnership": (gettext_lazy("collectivité partenaire"), "collectivity_id", {}),
    "partnershiprolelink": (gettext_lazy("rôle d'une collectivité partenaire"), "role_id", {}),
    "place": (gettext_lazy("lieu"), "name", {}),
    "polesector": (gettext_lazy("secteur"), "sector_id", {}),
    "poleterritory": (gettext_lazy("territoire d'action"), "collectivity_id", {}),
    "recognition": (gettext_lazy("reconnaissance"), "kind", dict(RecognitionKind.choices)),
    "socialaddress": (gettext_lazy("lien"), "url", {}),
    "source": (gettext_lazy("source"), "url", {}),
    "stage": (gettext_lazy("stade"), "name", dict(StageName.choices)),
}
BY = {
    OriginKind.IMPORT: gettext_lazy("par un import"),
    OriginKind.STAFF: gettext_lazy("par la cellule"),
    OriginKind.POLE: gettext_lazy("par le pôle"),
}
COLUMNS = (
    *("name", "acronym", "summary", "description", "legal_form", "origin", "lead_organisation_id", "siren", "siret", "rna"),
    *("founded_year", "ended_year", "members_announced", "seat_commune_id", "seat_departement_id", "scale"),
    *("website", "last_evidence_on", "last_evidence_source"),
)
WITHOUT_VALUE = ("email", "phone", "picture_id", "seat_address")
FOR_STAFF = (
    *("publication", "slug", *WITHOUT_VALUE, "latitude", "longitude", "point_precision"),
    *("picture_alt", "picture_credit", "confidence", "checked_on", "publishes_directly"),
)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
ONE_MICROSECOND = datetime.timedelta(microseconds=1)
REFERENCES: dict[str, Any] = {
    "organisation_id": Organisation, "lead_organisation_id": Organisation, "collectivity_id": Collectivity,
    "seat_commune_id": Collectivity, "seat_departement_id": Collectivity, "sector_id": Sector, "role_id": PartnershipRole,
}  # fmt: skip

# What is told of a row besides its name.
CODES: dict[Any, Any] = {Collectivity: Case(When(level=Level.REGION, then=Value("")), default=F("code"))}

_OF_POLE = "SELECT 'pole' AS kind, {events} FROM poles_poleevent AS event WHERE event.pgh_obj_id = %(pole)s"
_OF_ROWS = "SELECT '{name}', {events} FROM poles_{name}event AS event WHERE event.{of_pole}"
_OF_ITS_PARTNERSHIPS = "partnership_id IN (SELECT pgh_obj_id FROM poles_partnershipevent WHERE pole_id = %(pole)s)"
_EVENTS = """event.pgh_id, event.pgh_created_at, event.pgh_label, event.pgh_context_id, to_jsonb(event) AS now,
    pg_catalog.lag(to_jsonb(event)) OVER (PARTITION BY event.pgh_obj_id ORDER BY event.pgh_id) AS before"""
_PARTS = dict.fromkeys((*ROWS, "fieldorigin"), "pole_id = %(pole)s") | {"partnershiprolelink": _OF_ITS_PARTNERSHIPS}
_UNION = "\nUNION ALL\n".join(
    [
        _OF_POLE.format(events=_EVENTS),
        *(_OF_ROWS.format(name=name, events=_EVENTS, of_pole=of_pole) for name, of_pole in _PARTS.items()),
    ]
)
STATEMENT = f"""
WITH events AS MATERIALIZED ({_UNION}),
moments AS (
    SELECT pgh_created_at FROM (SELECT DISTINCT pgh_created_at FROM events) AS every WHERE %(for_staff)s OR (
        SELECT now ->> 'publication' FROM events AS state
        WHERE state.kind = 'pole' AND state.pgh_created_at <= every.pgh_created_at ORDER BY pgh_id DESC LIMIT 1
    ) = 'publie'
    ORDER BY pgh_created_at DESC LIMIT %(most)s OFFSET %(first)s
)
SELECT events.kind, pgh_created_at, pgh_label, now::text, before::text, CASE WHEN %(for_staff)s THEN metadata::text END
FROM events JOIN moments USING (pgh_created_at) LEFT JOIN pghistory_context AS context ON context.id = pgh_context_id
ORDER BY pgh_created_at DESC, events.kind <> 'pole', events.kind, pgh_id
"""  # noqa: S608 (names of our own tables)


@dataclass
class Moment:
    """What changed together; `by` is the kind of author, empty when nothing tells; `who` and `where` are for the cell."""

    at: datetime.datetime
    by: str = ""
    who: str = ""
    where: str = ""
    sentences: list[str] = field(default_factory=list)
    differences: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        """Whether anything of it is for whom it was made for."""
        return bool(self.sentences or self.differences)

    @property
    def key(self) -> int:
        """The moment in an address: microseconds since 1970."""
        return (self.at - EPOCH) // ONE_MICROSECOND


def moments(pole: Pole, page: int, *, for_staff: bool = False) -> tuple[list[Moment], bool]:
    """The moments of one page, counted from 1, latest first; and whether there are older ones."""
    first = (page - 1) * MOMENTS_A_PAGE
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"pole": pole.pk, "most": MOMENTS_A_PAGE + 1, "first": first, "for_staff": for_staff})
        rows = cursor.fetchall()
    events = [_Event(*row[:3], *(json.loads(text or "{}") for text in row[3:])) for row in rows]
    names = names_of(values for event in events for values in (event.now, event.before))
    persons = _persons(events)
    told: dict[datetime.datetime, list[_Event]] = {}
    for event in events:
        told.setdefault(event.at, []).append(event)
    every = [_moment(at, together, names, for_staff) for at, together in told.items()]
    for moment in every:
        contexts = [event.context for event in told[moment.at] if event.context]
        moment.who = next((persons[one["user"]] for one in contexts if one.get("user") in persons), "")
        moment.where = next((_place(one.get("url") or "") or one.get("source") or "" for one in contexts), "")
    return [moment for moment in every[:MOMENTS_A_PAGE] if moment.is_told], len(every) > MOMENTS_A_PAGE


def since(pole: Pole, at: datetime.datetime) -> list[Moment]:
    """The latest moments after one, of a page at most, as the public may know them."""
    return [moment for moment in moments(pole, 1)[0] if moment.at > at]


def _place(path: str) -> str:
    """What part of the site an address is in, in words."""
    return next((words for start, words in PLACES.items() if path.startswith(start)), path)


PLACES = {"/admin/": "le back office", "/espace/": "l'espace du pôle", "/charte/": "la page de la charte"}


@dataclass
class _Event:
    kind: str
    at: datetime.datetime
    label: str
    now: dict[str, Any]
    before: dict[str, Any]
    context: dict[str, Any]

    @property
    def opens_the_page(self) -> bool:
        """Whether this made a page public: what else it changed was not."""
        public = Publication.PUBLISHED
        return bool(self.now["publication"] == public != self.before.get("publication"))


def names_of(rows: Iterable[dict[str, Any]]) -> dict[tuple[Any, int], str]:
    """Those of what rows of tables refer to, by model and key; what is no more has none."""
    keys: dict[Any, set[int]] = {}
    for values in rows:
        for column, model in REFERENCES.items():
            if values.get(column):
                keys.setdefault(model, set()).add(values[column])
    if not keys:
        return {}
    number = {model: at for at, model in enumerate(keys)}
    first, *others = [
        model.objects.filter(pk__in=pks).order_by().values_list(Value(number[model]), "pk", "name", CODES.get(model, Value("")))
        for model, pks in keys.items()
    ]
    models = list(keys)
    return {(models[at], pk): f"{name} ({code})" if code else name for at, pk, name, code in first.union(*others, all=True)}


def _persons(events: list[_Event]) -> dict[int, str]:
    """Those who made them, by the key of their account; the erased have none."""
    keys = {event.context["user"] for event in events if event.context.get("user")}
    return {user.pk: user.email for user in User.objects.filter(pk__in=keys)} if keys else {}


def _moment(at: datetime.datetime, events: list[_Event], names: dict[tuple[Any, int], str], for_staff: bool) -> Moment:
    moment = Moment(at)
    if any(event.kind == "pole" and event.opens_the_page for event in events):
        moment.sentences.append(_("Page publiée."))
        if not for_staff:
            return moment
    authors = {event.now["kind"] for event in events if event.kind == "fieldorigin" and event.label != "delete"}
    if len(authors) == 1:
        moment.by = str(BY[OriginKind(authors.pop())])
    for event in events:
        if event.kind == "pole":
            _tell_pole(moment, event, names, for_staff)
    moment.sentences += _rows_told([event for event in events if event.kind in ROWS], names)
    return moment


def _tell_pole(moment: Moment, event: _Event, names: dict[tuple[Any, int], str], for_staff: bool) -> None:
    changed = {column for column, value in event.now.items() if event.before.get(column) != value}
    if "confirmed_on" in changed and event.now["confirmed_on"]:
        moment.sentences.append(_("Page confirmée par le pôle."))
    moment.sentences += [
        _("Changement : %(what)s.") % {"what": label_of(column).lower()}
        for column in WITHOUT_VALUE
        if column in changed and not for_staff
    ]
    for column in COLUMNS + (FOR_STAFF if for_staff else ()):
        if column in changed:
            pieces = difference(words(column, event.before, names), words(column, event.now, names))
            if pieces:
                moment.differences.append((label_of(column), [(kind, _short(kind, text)) for kind, text in pieces]))


def _rows_told(events: list[_Event], names: dict[tuple[Any, int], str]) -> list[str]:
    """What came, went and changed; a row that went and came back at once did neither."""
    told: dict[str, list[tuple[str, str]]] = {"insert": [], "delete": [], "update": []}
    for event in events:
        what, column, choices = ROWS[event.kind]
        told[event.label].append((str(what), words(column, event.now, names, choices)))
    for said in list(told["delete"]):
        if said in told["insert"]:
            told["delete"].remove(said)
            told["insert"].remove(said)
    forms = {
        "insert": _("Ajout, %(what)s : %(name)s."),
        "delete": _("Retrait, %(what)s : %(name)s."),
        "update": _("Changement, %(what)s : %(name)s."),
    }
    return [forms[label] % {"what": what, "name": name} for label, rows in told.items() for what, name in dict.fromkeys(rows)]


def label_of(column: str) -> str:
    """What a column of poles is called."""
    label = str(Pole._meta.get_field(column.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def words(column: str, values: dict[str, Any], names: dict[tuple[Any, int], str], choices: Any = None) -> str:
    """A value of a row, to a person; empty for none. `choices` are those of its column, when it is not one of poles."""
    value = values.get(column)
    if value in (None, "", False):
        return ""
    if value is True:
        return _("oui")
    if column in REFERENCES:
        return names.get((REFERENCES[column], value), _("ce qui n'est plus dans l'annuaire"))
    if choices is None:
        choices = dict(getattr(Pole._meta.get_field(column), "flatchoices", ()))
    return str(choices.get(value, value))


def _short(kind: str, text: str) -> str:
    """What does not change is told by its ends only."""
    return f"{text[:KEPT_SAME]} … {text[-KEPT_SAME:]}" if kind == "same" and len(text) > LONGEST_SAME else text
