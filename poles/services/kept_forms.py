"""What a person typed in the space of a pole and has not sent yet: kept as it is, shown when they come back."""

from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from poles.models import KeptForm, Pole

# What a form sends that is not its content.
NOT_TYPED = ("csrfmiddlewaretoken", "action")
LARGEST = 200_000


def keep(user: User, pole: Pole, section: str, data: QueryDict) -> bool:
    """Keep a form as it was typed, in the place of the one kept before; false when it is too long, or holds NUL."""
    typed = {name: values for name, values in data.lists() if name not in NOT_TYPED}
    every = [*typed, *(text for values in typed.values() for text in values)]
    if sum(map(len, every)) > LARGEST or any("\0" in text for text in every):
        return False
    KeptForm.objects.update_or_create(
        user=user, pole=pole, section=section, defaults={"typed": typed, "kept_at": timezone.now()}
    )
    return True


def find(user: User, pole: Pole, section: str) -> tuple[KeptForm, QueryDict] | None:
    """What was kept, as the browser would send it again."""
    kept = KeptForm.objects.filter(user=user, pole=pole, section=section).first()
    if kept is None:
        return None
    return kept, as_sent(kept.typed)


def as_sent(typed: dict[str, list[str]]) -> QueryDict:
    """What was typed, as the browser would send it again."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def forget(user: User, pole: Pole, section: str) -> None:
    """Drop what was kept."""
    KeptForm.objects.filter(user=user, pole=pole, section=section).delete()
