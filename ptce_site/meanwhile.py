"""Two people on one record of the back office: what the other wrote stays; where both did, it is told before it is replaced."""

from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ptce_site.row_history import OPENED, SHOWN_AGAIN, fields_of, said


class KeepsOthers:
    """A form of a tracked model, its own page or a row of another's.

    A field that somebody changed since the page was opened keeps their value if this person left it as it was; if not, the
    form is refused with their value, and what was typed stays: sent again, it takes its place.
    """

    def values_of(self, row: Any) -> dict[str, Any]:
        """What a row holds, by the name of the field of this form that it is typed in."""
        form: Any = self
        return {field.name: getattr(row, field.attname) for field in fields_of(form.instance)}

    def said(self, name: str, row: Model) -> str:
        """One of these, as a person reads it; empty for none."""
        return said(row._meta.get_field(name), row)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        form: Any = self
        if not form.instance.pk or not form.changed_data or not hasattr(form.instance, "pgh_event_model"):
            return
        was, told = (_as_of(form.instance, form.data.get(name)) for name in (OPENED, SHOWN_AGAIN))
        if was:
            before, then, there = (self.values_of(row) if row else {} for row in (was, told, form.instance))
            form.changed_data = [name for name in form.changed_data if not self._is_theirs(name, before, then, there)]

    def _is_theirs(self, name: str, before: dict[str, Any], told: dict[str, Any], there: dict[str, Any]) -> bool:
        """Whether somebody else changed a field that this person did not; tells of one that both changed.

        `before` is the row when the page was opened, `told` when it was last shown again, `there` as it is.
        """
        form: Any = self
        if name not in there or before[name] == there[name]:
            return False
        if not form.fields[name].has_changed(before[name], form[name].data):
            form.cleaned_data[name] = getattr(form.instance, name, there[name])
            form.errors.pop(name, None)
            return True
        if name not in told or told[name] != there[name]:
            value = self.said(name, form.instance)
            wrote = f"a écrit ici : « {value} »" if value else "a vidé ce champ"
            form.add_error(name, f"Pendant que vous écriviez, quelqu'un {wrote}. Enregistrez de nouveau pour le remplacer.")
        return False


def _as_of(row: Model, text: str | None) -> Any:
    """The row as history kept it at the moment that a page sends, an empty one if it was not made yet.

    None when history says nothing of it, or when that is no moment.
    """
    model: Any = type(row)
    try:
        moment = parse_datetime(text or "")
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        return None
    events = model.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    was, first = events.filter(pgh_created_at__lt=moment).last(), events.first()
    return model(pk=row.pk) if was is None and first is not None and first.pgh_label == "insert" else was
