"""What an editor may change of a pole, each by its name: how it is read, written and told.

Values are plain JSON, so that a proposal holds them for as long as it takes: text, numbers, public codes. `read` gives the
value that the pole has; `write` sets another one, and raises ValidationError; `words` tells one to a person.
"""

from typing import Any, Protocol

from django.core.exceptions import ValidationError

from poles.models import Collectivity, Organisation, Picture, Place, Pole, PoleSector, PoleTerritory, Sector, SocialAddress
from poles.services import provenance
from poles.services.names import Names
from poles.services.slugs import organisation_slug

MOST_LINKS = 20
AT_ONCE_COLUMNS = ("summary", "description", "website", "email", "phone")
REVIEWED_COLUMNS = (
    *("name", "acronym", "legal_form", "origin", "siren", "siret", "rna"),
    *("founded_year", "ended_year", "members_announced", "scale"),
)


class Subject(Protocol):
    """One thing that may be changed."""

    name: str
    label: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of the pole that `write` sets without saving them; none when it writes rows of other tables itself."""

    @property
    def origins(self) -> tuple[str, ...]:
        """Under which names `provenance` keeps where the value comes from."""

    def read(self, pole: Pole) -> Any: ...

    def write(self, pole: Pole, value: Any) -> None: ...

    def words(self, value: Any, names: Names) -> str: ...


class Column:
    """A column of the pole that holds text, a number, or one of a list of values."""

    def __init__(self, name: str) -> None:
        self.name = name
        field: Any = Pole._meta.get_field(name)
        self.field, self.label = field, str(field.verbose_name)
        self.columns = self.origins = (name,)

    def read(self, pole: Pole) -> Any:
        return getattr(pole, self.name)

    def write(self, pole: Pole, value: Any) -> None:
        setattr(pole, self.name, self.field.clean(value, pole))

    def words(self, value: Any, names: Names) -> str:
        if value in (None, ""):
            return ""
        return str(dict(self.field.flatchoices).get(value, value)) if self.field.choices else str(value)


class Seat:
    """`{"commune": "commune:26281", "address": text, "point": see `point_of`}`. The département follows the commune."""

    name, label = "seat", "siège"
    columns = ("seat_commune", "seat_departement", "seat_address", "latitude", "longitude", "point_precision")
    origins = (provenance.SEAT,)

    def read(self, pole: Pole) -> Any:
        return {"commune": key_of(pole.seat_commune), "address": pole.seat_address, "point": point_of(pole)}

    def write(self, pole: Pole, value: Any) -> None:
        commune = place_of(value["commune"], needed="Indiquez la commune du siège.")
        set_point(pole, value["point"])
        pole.seat_commune, pole.seat_address = commune, value["address"]
        pole.seat_departement_id = commune.departement_id  # type: ignore[assignment]

    def words(self, value: Any, names: Names) -> str:
        return ", ".join(filter(None, (value["address"], names.place(value["commune"]))))


class Image:
    """The pole's picture by what names its content: `{"digest": … or "", "alt": text, "credit": text}`."""

    name, label = "picture", "image"
    columns = ("picture", "picture_alt", "picture_credit")
    origins = ("picture",)

    def read(self, pole: Pole) -> Any:
        digest = Picture.objects.filter(pk=pole.picture_id or 0).values_list("digest", flat=True).first() or ""
        return {"digest": digest, "alt": pole.picture_alt, "credit": pole.picture_credit}

    def write(self, pole: Pole, value: Any) -> None:
        picture = Picture.objects.filter(digest=value["digest"]).defer("content").first() if value["digest"] else None
        if value["digest"] and picture is None:
            raise ValidationError("Cette image n'est plus gardée : envoyez-la de nouveau.")
        pole.picture, pole.picture_alt, pole.picture_credit = picture, value["alt"], value["credit"]

    def words(self, value: Any, names: Names) -> str:
        file = value["digest"] and f"fichier {value['digest'][:6]}"  # another file with the same words is told
        return ", ".join(filter(None, (value["alt"], value["credit"] and f"crédit : {value['credit']}", file)))


class Lead:
    """The organisation that carries the pole: see `organisation_of`; None when there is none."""

    name, label = "lead_organisation", "structure porteuse"
    columns = origins = ("lead_organisation",)

    def read(self, pole: Pole) -> Any:
        return reference_of(pole.lead_organisation)

    def write(self, pole: Pole, value: Any) -> None:
        pole.lead_organisation = organisation_of(value) if value else None

    def words(self, value: Any, names: Names) -> str:
        return names.organisation(value)


class Sectors:
    """Sectors by their slugs: `{"pivot": slug or "", "slugs": […]}`."""

    name, label = "sectors", "secteurs"
    columns: tuple[str, ...] = ()
    origins = (provenance.SECTORS,)

    def read(self, pole: Pole) -> Any:
        links = list(pole.sector_links.select_related("sector").order_by("sector__slug"))
        pivot = next((link.sector.slug for link in links if link.is_pivot), "")
        return {"pivot": pivot, "slugs": [link.sector.slug for link in links]}

    def write(self, pole: Pole, value: Any) -> None:
        sectors = list(Sector.objects.filter(slug__in=value["slugs"]))
        if len(sectors) != len(set(value["slugs"])) or value["pivot"] not in ("", *value["slugs"]):
            raise ValidationError("Un secteur choisi n'existe plus.")
        pole.sector_links.exclude(sector__in=sectors).delete()
        pole.sector_links.filter(is_pivot=True).exclude(sector__slug=value["pivot"]).update(is_pivot=False)
        for sector in sectors:
            PoleSector.objects.update_or_create(pole=pole, sector=sector, defaults={"is_pivot": sector.slug == value["pivot"]})

    def words(self, value: Any, names: Names) -> str:
        pivot = value["pivot"]
        return ", ".join(names.sector(slug) + (" (pivot)" if slug == pivot else "") for slug in value["slugs"])


class Territory:
    """Where the pole acts: `["region:84", "commune:26281"]`, in order."""

    name, label = "territory", "territoire d'action"
    columns: tuple[str, ...] = ()
    origins = ("territory",)

    def read(self, pole: Pole) -> Any:
        return sorted(key_of(link.collectivity) for link in pole.territory_links.select_related("collectivity"))

    def write(self, pole: Pole, value: Any) -> None:
        places = [place_of(key, needed="Ce territoire n'existe plus.") for key in value]
        pole.territory_links.exclude(collectivity__in=places).delete()
        for place in places:
            PoleTerritory.objects.get_or_create(pole=pole, collectivity=place)

    def words(self, value: Any, names: Names) -> str:
        return ", ".join(names.place(key) for key in value)


class Links:
    """Addresses on social networks, in order."""

    name, label = "links", "réseaux sociaux et autres liens"
    columns: tuple[str, ...] = ()
    origins = ("social_addresses",)

    def read(self, pole: Pole) -> Any:
        return list(pole.social_addresses.values_list("url", flat=True))

    def write(self, pole: Pole, value: Any) -> None:
        if len(value) > MOST_LINKS:
            raise ValidationError(f"{MOST_LINKS} adresses au plus.")
        pole.social_addresses.all().delete()
        for url in dict.fromkeys(value):
            address = SocialAddress(pole=pole, url=url)
            address.full_clean()
            address.save()

    def words(self, value: Any, names: Names) -> str:
        return "\n".join(value)


_COLUMNS = tuple(Column(name) for name in (*AT_ONCE_COLUMNS, *REVIEWED_COLUMNS))
_EVERY: tuple[Subject, ...] = (*_COLUMNS, Image(), Seat(), Lead(), Sectors(), Territory(), Links())
SUBJECTS = {subject.name: subject for subject in _EVERY}


def key_of(place: Collectivity | None) -> str:
    """How a value names a place: `commune:26281`; empty for none."""
    return f"{place.level}:{place.code}" if place else ""


def place_of(key: str, *, needed: str) -> Collectivity:
    """The place of that key, as it is today. Raises ValidationError with `needed`."""
    level, _, code = key.partition(":")
    place = Collectivity.objects.filter(level=level, code=code, ended_vintage=None).select_related("departement").first()
    if place is None:
        raise ValidationError(needed)
    return place


def point_of(place: Pole | Place) -> Any:
    """How a value tells where a place is: latitude and longitude in degrees, and what they stand for; None when unknown."""
    return None if place.latitude is None else [place.latitude, place.longitude, place.point_precision]


def set_point(place: Pole | Place, point: Any) -> None:
    """Put a place there, or nowhere of its own: then it is where its commune is."""
    place.latitude, place.longitude, place.point_precision = point or (None, None, "")


def reference_of(organisation: Organisation | None) -> Any:
    """How a value names an organisation that is known: by its address."""
    return {"slug": organisation.slug} if organisation else None


def organisation_of(value: Any) -> Organisation:
    """The organisation that a value names: `{"slug": …}`, or a new one as `{"name": …, "siren": …, "siret": …, "rna": …}`.

    A new one of which an identifier is known already is that one. Raises ValidationError.
    """
    if "slug" in value:
        known = Organisation.objects.select_related("merged_into").filter(slug=value["slug"]).first()
        if known is None:
            raise ValidationError("Cette structure n'existe plus : choisissez-la de nouveau.")
        return known.merged_into or known
    identifiers = {name: value.get(name, "") for name in ("siren", "siret", "rna")}
    for name, number in identifiers.items():
        known = Organisation.objects.select_related("merged_into").filter(**{name: number}).first() if number else None
        if known:
            return known.merged_into or known
    organisation = Organisation(name=value["name"], slug=organisation_slug(value["name"]), **identifiers)
    organisation.full_clean()
    organisation.save()
    return organisation
