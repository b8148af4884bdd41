"""What the forms of a pole's own space share: focus where something is wrong, and no value of somebody else overwritten."""

import json
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from poles.models import Pole
from poles.services.changes import Wanted, words
from poles.services.names import Names
from ptce_site.differences import difference
from ptce_site.refusals import ToldBeside

CHANGED_MEANWHILE = "Quelqu'un a changé cela pendant que vous écriviez : voyez plus haut, puis choisissez."


class Meanwhile(NamedTuple):
    """What somebody else wrote while one was writing: their change of what was there, and one's own of theirs."""

    field: str
    label: str
    theirs: list[tuple[str, str]]
    own: list[tuple[str, str]]


# Fields that are no part of a value.
NO_VALUES = ("opened", "which")


def told(subject: str, value: Any) -> str:
    """A value, to a person."""
    return words(subject, value, Names([value]))


class FocusedWhereWrong:
    """A form of which the first field in error has focus when it comes back."""

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        form: Any = self
        wrong = next((name for name in form.fields if name in form.errors), None)
        if wrong:
            form.fields[wrong].widget.attrs["autofocus"] = True


class ColumnsForm(ToldBeside, FocusedWhereWrong, forms.ModelForm):
    """A part of a pole's page that is made of columns. Each field remembers what it showed when it was opened.

    `drafted` are the values that the pole's draft holds, by subject: shown in the place of those published. Only fields that
    the person changed are wanted. When someone else has changed one of them in the meantime, it is told
    with the value that is there, and what was typed stays: sent again, it takes its place.
    """

    class Meta:
        model = Pole
        fields: tuple[str, ...] = ()

    def __init__(self, pole: Pole, drafted: dict[str, Any], data: Any = None, files: Any = None) -> None:
        for name in self.subjects():
            if name in drafted:
                setattr(pole, name, drafted[name])
        self.meanwhile: list[Meanwhile] = []
        super().__init__(data, files, instance=pole)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @classmethod
    def subjects(cls) -> tuple[str, ...]:
        """What the form may change."""
        return tuple(cls._meta.fields or ())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        changed = self.changed_data
        for name in self.fields:
            there = getattr(self.instance, name)
            if name not in changed:
                cleaned[name] = there
            elif name in cleaned:
                cleaned[name] = self._plain(name, cleaned[name])
                opened_with = self.data.get(self.add_initial_prefix(name), "")
                if self._plain(name, there) not in (self._plain(name, opened_with), cleaned[name]):
                    self._tell_conflict(name, there)
        return cleaned

    def wanted(self) -> list[Wanted]:
        """What the person changed."""
        return [Wanted(name, self.cleaned_data[name]) for name in self.changed_data]

    def _plain(self, name: str, value: Any) -> Any:
        """As the field reads it, whatever the ends of lines, which browsers change."""
        read = self.fields[name].to_python(value)
        return read.replace("\r\n", "\n") if isinstance(read, str) else read

    def _tell_conflict(self, name: str, there: Any) -> None:
        before, theirs, own = (told(name, value) for value in (self._opened(name), there, self.cleaned_data[name]))
        self.add_error(name, CHANGED_MEANWHILE)
        label = str(self.fields[name].label)
        self.meanwhile.append(Meanwhile(name, label, difference(before, theirs), difference(theirs, own)))
        data: Any = self.data
        self.data = data.copy()
        self.data[self.add_initial_prefix(name)] = "" if there is None else there  # type: ignore[index]

    def _opened(self, name: str) -> Any:
        """The value that the field showed when the form was opened; None when what came back is none."""
        try:
            return self._plain(name, self.data.get(self.add_initial_prefix(name), ""))
        except ValidationError:
            return None

    def with_theirs(self, name: str) -> "ColumnsForm":
        """The same form, where what somebody else wrote in a field takes the place of what was typed."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        there = getattr(Pole.objects.get(pk=self.instance.pk), name) if name in self.fields else None
        for key in (self.add_prefix(name), self.add_initial_prefix(name)):
            data[key] = "" if there is None else there
        form: Any = type(self)(self.instance, {}, data)
        form._errors = {}  # nobody asked to send it
        return form


class WithPoint:
    """For a form of a place, whose point is that of the address that was there: another address has none yet."""

    def value(self) -> Any:
        """As usual, and the point."""
        form: Any = self
        value, there = super().value(), form.there or {}  # type: ignore[misc]
        stays = all(value[name] == there.get(name) for name in ("commune", "address"))
        return {**value, "point": there.get("point") if stays else None}


class ValueForm(FocusedWhereWrong, forms.Form):
    """A part of a pole's page that is one value, of the subject named by `subject`; its fields show and make that value."""

    subject = ""
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, value: Any, data: Any = None, files: Any = None, prefix: str | None = None) -> None:
        self.there = value
        self.meanwhile: list[Meanwhile] = []
        shown = {**self.shown(value), "opened": json.dumps(value, sort_keys=True)}
        super().__init__(data, files, initial=shown, prefix=prefix)

    @classmethod
    def subjects(cls) -> tuple[str, ...]:
        """What the form may change."""
        return (cls.subject,)

    def shown(self, value: Any) -> dict[str, Any]:
        """What the fields show of a value: that of each, by its name."""
        return dict(value or {})

    def value(self) -> Any:
        """The value that the fields, cleaned, make: that of each, by its name; what has no field stays as it is."""
        return {**(self.there or {}), **{name: self.cleaned_data[name] for name in self.fields if name not in NO_VALUES}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            there = json.dumps(self.there, sort_keys=True)
            if self.there not in (self.opened_with, self.value()) and self.value() != self.opened_with:
                first = next(name for name in self.fields if name != "opened")
                before, theirs, own = (
                    told(self.subject, one) if one else "" for one in (self.opened_with, self.there, self.value())
                )
                label = str(self.fields[first].label)
                self.meanwhile.append(Meanwhile("", label, difference(before, theirs), difference(theirs, own)))
                self.add_error(first, CHANGED_MEANWHILE)
                data: Any = self.data
                self.data = data.copy()
                self.data[self.add_prefix("opened")] = there  # type: ignore[index]
        return cleaned

    def wanted(self) -> list[Wanted]:
        """The value, when it is neither the one that is there nor the one that was shown."""
        value = self.value()
        return [] if value in (self.there, self.opened_with) else [Wanted(self.subject, value)]

    @property
    def opened_with(self) -> Any:
        """The value that was shown when the form was opened."""
        try:
            return json.loads(self.cleaned_data["opened"] or "null")
        except ValueError:
            return None

    @property
    def leaves_what_is_newer(self) -> bool:
        """Whether somebody else changed the value, and this person did not."""
        return bool(self.value() == self.opened_with != self.there)
