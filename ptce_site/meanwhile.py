"""Two people on one record of the back office: what the other wrote stays; where both did, it is told before it is replaced."""

import datetime
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

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        form: Any = self
        if (opened := _moment(form.data.get(OPENED))) and form.instance.pk and form.changed_data:
            form.changed_data = [name for name in form.changed_data if not self._is_theirs(name, opened)]

    def _is_theirs(self, name: str, opened: datetime.datetime) -> bool:
        """Whether somebody else changed a field that this person did not; tells of one that both changed."""
        form: Any = self
        kept = {field.name: field for field in fields_of(form.instance)} if hasattr(form.instance, "pgh_event_model") else {}
        was = _as_of(form.instance, opened) if name in kept else None
        if was is None:
            return False
        column, there = kept[name].attname, getattr(form.instance, kept[name].attname)
        before = getattr(was, column)
        if before == there:
            return False
        if not form.fields[name].has_changed(before, form[name].data):
            form.cleaned_data[name] = getattr(form.instance, name)
            form.errors.pop(name, None)
            return True
        again = _moment(form.data.get(SHOWN_AGAIN))
        told = _as_of(form.instance, again) if again else None
        if told is None or getattr(told, column) != there:
            value = said(kept[name], form.instance)
            wrote = f"a écrit ici : « {value} »" if value else "a vidé ce champ"
            form.add_error(name, f"Pendant que vous écriviez, quelqu'un {wrote}. Enregistrez de nouveau pour le remplacer.")
        return False


def _moment(text: str | None) -> datetime.datetime | None:
    try:
        moment = parse_datetime(text or "")
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _as_of(row: Model, moment: datetime.datetime) -> Any:
    """The row as history kept it at that moment; None for one that it does not know."""
    model: Any = type(row)
    return model.pgh_event_model.objects.filter(pgh_obj_id=row.pk, pgh_created_at__lte=moment).order_by("pgh_id").last()
