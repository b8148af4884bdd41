"""Plain rows for tests. Nothing here is about real poles."""

import itertools
from typing import Any

from accounts.models import User
from poles.enums import Level, Publication
from poles.models import Collectivity, Organisation, Pole, Sector

numbers = itertools.count(1)


def region(code: str = "84", name: str = "Auvergne-Rhône-Alpes") -> Collectivity:
    return Collectivity.objects.get_or_create(
        level=Level.REGION, code=code, defaults={"name": name, "zone": "metro", "vintage": 2026}
    )[0]


def departement(code: str = "26", name: str = "Drôme", in_region: Collectivity | None = None) -> Collectivity:
    return Collectivity.objects.get_or_create(
        level=Level.DEPARTEMENT,
        code=code,
        defaults={"name": name, "region": in_region or region(), "zone": "metro", "vintage": 2026},
    )[0]


def commune(
    code: str = "26281", name: str = "Romans-sur-Isère", in_departement: Collectivity | None = None, **fields: Any
) -> Collectivity:
    place = in_departement or departement()
    fields = {"latitude": 45.05, "longitude": 5.05, "point_precision": "commune", **fields}
    return Collectivity.objects.get_or_create(
        level=Level.COMMUNE,
        code=code,
        defaults={"name": name, "departement": place, "vintage": 2026, "region": place.region, **fields},
    )[0]


def epci(siren: str = "200068781", name: str = "CA Valence Romans Agglo") -> Collectivity:
    return Collectivity.objects.get_or_create(level=Level.EPCI, code=siren, defaults={"name": name, "vintage": 2026})[0]


def sector(slug: str = "culture", name: str = "Culture") -> Sector:
    return Sector.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def organisation(name: str = "Structure fictive", **fields: Any) -> Organisation:
    return Organisation.objects.create(name=name, slug=f"structure-{next(numbers)}", **fields)


def pole(name: str = "Pôle fictif", **fields: Any) -> Pole:
    """A published pole; its row is read back, so that what the database gives is there."""
    fields.setdefault("slug", f"pole-fictif-{next(numbers)}")
    fields.setdefault("seat_departement", fields["seat_commune"].departement if fields.get("seat_commune") else departement())
    fields.setdefault("publication", Publication.PUBLISHED)
    made = Pole.objects.create(name=name, **fields)
    made.refresh_from_db()
    return made


def user(email: str = "personne@example.org", **fields: Any) -> User:
    return User.objects.create_user(email, "un long mot de passe", **fields)


def staff(email: str = "cellule@example.org") -> User:
    return user(email, role="nationale")
