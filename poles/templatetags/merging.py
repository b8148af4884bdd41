"""What tells two records of one name apart, in the back office."""

from typing import Any

from django import template

from poles.models import Pole

register = template.Library()


@register.filter
def record_place(record: Any) -> str:
    """« , PTCE-0042, Romans-sur-Isère, Drôme (26), publié » of a pole; « , Lyon, 73282932000074 » of an organisation."""
    if isinstance(record, Pole):
        parts = [record.code, record.seat_in_words, record.get_publication_display()]
    else:
        place = record.commune or record.departement
        parts = [str(place) if place else "", record.siret or record.siren or record.rna]
    return "".join(f", {part}" for part in parts if part)
