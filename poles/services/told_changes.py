"""Changes told to a person: what each is, before and after."""

from collections.abc import Iterable
from typing import Any

from poles.differences import difference
from poles.models import ProposedChange
from poles.services import proposals
from poles.services.names import Names


def told(changes: Iterable[ProposedChange], current: dict[int, Any] | None = None) -> list[dict[str, Any]]:
    """Changes with their words, before and after; `current` holds the values that the page has now, by key of change."""
    changes, current = list(changes), current or {}
    names = Names([*current.values(), *(value for change in changes for value in (change.before, change.after))])
    return [
        {
            "change": change,
            "label": proposals.label_of(change),
            "current": proposals.words(change.subject, current.get(change.pk), names),
            "pieces": difference(
                proposals.words(change.subject, change.before, names), proposals.words(change.subject, change.after, names)
            ),
        }
        for change in changes
    ]
