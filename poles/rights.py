"""Who may do what with a pole: every rule has its name here, and nobody has a right that no rule gives."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404

from accounts.models import StaffRole, User
from poles.enums import CoordinatorLevel, Level
from poles.models import Collectivity, Pole
from poles.querysets import PoleQuerySet

Person = User | AnonymousUser
OUTSIDE = "Ce pôle ne serait plus de vos régions : l'équipe nationale peut le faire."


def poles_of_staff(user: Person) -> PoleQuerySet:
    """The poles that a member of the cell looks after: all, or those seated **or acting** in their regions; else none."""
    if not looks_after_poles(user):
        return Pole.objects.none()
    if sees_every_pole(user):
        return Pole.objects.all()
    codes: list[str] = user.region_codes  # type: ignore[union-attr]
    acting = _in_regions(codes, "territory_links__collectivity__")
    inside = Pole.objects.filter(Q(seat_departement__region__code__in=codes) | acting)
    return Pole.objects.filter(pk__in=inside.order_by().values("pk"))


def _in_regions(codes: list[str], place: str = "") -> Q:
    """Whether a collectivité is one of these régions or of one of them; `place` leads to it."""
    return (
        Q(**{f"{place}region__code__in": codes})
        | Q(**{f"{place}level": Level.REGION, f"{place}code__in": codes})
        | Q(**{f"{place}covered_departements__departement__region__code__in": codes})
    )


def sees_every_pole(user: Person) -> bool:
    """Whether a person is of the national staff."""
    return looks_after_poles(user) and user.role == StaffRole.NATIONAL  # type: ignore[union-attr]


def looks_after_poles(user: Person) -> bool:
    """Whether a person is of the staff, national or regional, that looks after poles."""
    return user.is_authenticated and user.is_active and user.role in (StaffRole.NATIONAL, StaffRole.REGIONAL)


def may_review(user: Person, pole: Pole) -> bool:
    """Decide, for the cell, what is proposed for the pole, and invite people to keep its page."""
    return poles_of_staff(user).filter(pk=pole.pk).exists()


def require_still_reviewed(user: Person, pole: Pole) -> None:
    """After a change of its seat or its territory. Raises ValidationError when the pole would be for others to look after."""
    if not may_review(user, pole):
        raise ValidationError(OUTSIDE)


def require_reviewed_in(user: Person, places: Iterable[int | None]) -> None:
    """Before a pole is seated or acts in these collectivités only, given by their keys. Raises ValidationError as the other."""
    if sees_every_pole(user):
        return
    codes: list[str] = user.region_codes  # type: ignore[union-attr]
    if not Collectivity.objects.filter(_in_regions(codes), pk__in=[pk for pk in places if pk]).exists():
        raise ValidationError(OUTSIDE)


def may_settle(user: Person, pole: Pole | None) -> bool:
    """Settle a report: as for the pole; what is about no pole is for the national staff."""
    if pole is None:
        return sees_every_pole(user)
    return may_review(user, pole)


def may_read_space(user: Person, pole: Pole) -> bool:
    """See the pole's own space: those who were given it."""
    return _has_level(user, pole, CoordinatorLevel.values)


def may_edit(user: Person, pole: Pole) -> bool:
    """Change the pole's page, and invite colleagues: its editors."""
    return _has_level(user, pole, [CoordinatorLevel.EDITOR])


def own_pole_or_404(user: Person, slug: str, *, to_edit: bool = False) -> Pole:
    """The pole whose space is asked for. Raises Http404 for a stranger, PermissionDenied for a reader who would edit."""
    pole = Pole.objects.select_related("seat_departement", "seat_commune").filter(slug=slug).first()
    if pole is None or not may_read_space(user, pole):
        raise Http404
    if to_edit:
        require_editor(user, pole)
    return pole


def require_editor(user: Person, pole: Pole) -> None:
    """Raises PermissionDenied unless the person may edit."""
    if not may_edit(user, pole):
        raise PermissionDenied("Vous pouvez lire cet espace, pas modifier la page.")


def _has_level(user: Person, pole: Pole, levels: list[str]) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    return pole.coordinators.filter(user=user, level__in=levels).exists()
