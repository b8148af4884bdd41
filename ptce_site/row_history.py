"""The versions of a row in the back office: what each change made of it, when and by whom; and one of them brought back."""

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ptce_site.differences import difference

# What a page sends back: when it was opened, and when it was last shown again with what was refused.
OPENED, SHOWN_AGAIN = "ouvert-le", "montre-le"
VERSIONS_A_PAGE, MOST_PAGES = 30, 1000
MADE = {"insert": "Créé", "update": "Modifié", "delete": "Supprimé"}


@dataclass(frozen=True)
class Version:
    """A row as a change left it."""

    key: int
    at: datetime.datetime
    made: str
    who: str
    """The address of the account; empty for a command of the server, or an account erased since."""
    differences: list[tuple[str, list[tuple[str, str]]]]
    """By field, what the change took away and brought."""


def fields_of(model: Any) -> list[Any]:
    """The fields whose values are kept of every change."""
    kept = {field.name for field in model.pgh_event_model._meta.fields}
    return [field for field in model._meta.concrete_fields if field.name in kept and not field.primary_key]


def versions(row: models.Model, page: int) -> tuple[list[Version], bool]:
    """The versions of a page, counted from 1, latest first; and whether there are older ones."""
    model: Any = type(row)
    first = (page - 1) * VERSIONS_A_PAGE
    rows = model.pgh_event_model.objects.filter(pgh_obj_id=row.pk).select_related("pgh_context").order_by("-pgh_id")
    events = list(rows[first : first + VERSIONS_A_PAGE + 1])
    fields = fields_of(model)
    named, persons = _named(fields, events), _persons(events)
    found = []
    for event, older in itertools.zip_longest(events, events[1:]):
        changed = _told(fields, older, event, named)
        who = persons.get((event.pgh_context.metadata if event.pgh_context else {}).get("user"), "")
        found.append(Version(event.pgh_id, event.pgh_created_at, MADE.get(event.pgh_label, event.pgh_label), who, changed))
    return found[:VERSIONS_A_PAGE], len(events) > VERSIONS_A_PAGE


def _told(fields: Iterable[Any], before: Any, after: Any, named: dict[tuple[Any, Any], str]) -> list[Any]:
    """Of each field that two versions say otherwise, its name and the difference; `before` is None for a row not made yet."""
    words = [(field, _words(field, before, named), _words(field, after, named)) for field in fields]
    return [(str(field.verbose_name), difference(old, new)) for field, old, new in words if old != new]


def _persons(events: list[Any]) -> dict[Any, str]:
    keys = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context} - {None}
    return dict(get_user_model().objects.filter(pk__in=keys).values_list("pk", "email")) if keys else {}


def _named(fields: Iterable[Any], events: list[Any]) -> dict[tuple[Any, Any], str]:
    """What the rows referred to are called, by model and key."""
    keys: dict[Any, set[Any]] = {}
    for field in fields:
        if field.is_relation:
            keys.setdefault(field.related_model, set()).update(getattr(event, field.attname) for event in events)
    return {
        (model, pk): str(found)
        for model, pks in keys.items()
        for pk, found in model._base_manager.in_bulk(pks - {None}).items()
    }


def said(field: Any, row: models.Model) -> str:
    """The value of a field of a row as a person reads it; empty for none."""
    return _words(field, row, _named([field], [row]))


def _words(field: Any, event: Any, named: dict[tuple[Any, Any], str]) -> str:
    """A value as a person reads it; empty for none."""
    value = getattr(event, field.attname) if event is not None else None
    if value in (None, "", []):
        return ""
    if told := getattr(field.model, f"{field.name}_in_words", None):  # a model may say it better, or with another field
        return str(told(event))
    if field.is_relation:
        return named.get((field.related_model, value), f"n° {value}, qui n'est plus là")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, datetime.datetime):
        return date_format(localtime(value), "j F Y à H:i")
    if isinstance(value, datetime.date):
        return f"{'1er' if value.day == 1 else value.day} {date_format(value, 'F Y')}"
    return str(value)


@dataclass(frozen=True)
class Trace:
    """Who wrote a row, and when: the first time and the last."""

    made: datetime.datetime
    made_by: str
    changed: datetime.datetime | None
    """None when it has not changed since."""
    changed_by: str


def trace(row: models.Model) -> Trace | None:
    """The first and the last of what is kept of its changes; None when nothing is, as for a row restored from a copy."""
    model: Any = type(row)
    events = model.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by()
    ends = events.aggregate(first=models.Min("pgh_id"), last=models.Max("pgh_id"))
    found = list(events.filter(pk__in=ends.values()).select_related("pgh_context").order_by("pk"))
    if not found:
        return None
    persons = _persons(found)
    by = [persons.get((event.pgh_context.metadata if event.pgh_context else {}).get("user"), "") for event in found]
    return Trace(found[0].pgh_created_at, by[0], found[-1].pgh_created_at if len(found) > 1 else None, by[-1])


def _read_from_now_on() -> datetime.datetime:
    """A moment that no change still to come is before: history dates it by the beginning of its transaction, and an import may
    have been writing for half a minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(pg_catalog.clock_timestamp(), min(xact_start)) FROM pg_catalog.pg_stat_activity"
            " WHERE datname = pg_catalog.current_database() AND backend_xid IS NOT NULL AND pid <> pg_catalog.pg_backend_pid()"
        )
        moment: datetime.datetime = cursor.fetchone()[0]
    return moment


class WithHistory(admin.ModelAdmin):
    """The history of a tracked model, in the place of the admin's own, which only knows what was done in the admin."""

    brings_back = True
    """False where a change is more than the row: a decision, a recognition that follows."""

    def changeform_view(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Before the row is read: what somebody writes from now on is not in the page."""
        request.read_at = _read_from_now_on().isoformat()  # type: ignore[attr-defined]
        return super().changeform_view(request, *args, **named)  # type: ignore[no-any-return]

    def refused_back(self, request: HttpRequest, row: Any, was: Any) -> str:
        """Why the person may not bring the version `was` of a row back, in a sentence; empty when they may."""
        return ""

    def render_change_form(  # type: ignore[override]
        self, request: HttpRequest, context: dict[str, Any], **named: Any
    ) -> HttpResponse:
        """With who wrote the row, and when; the page says when it was opened (`ptce_site/meanwhile.py`)."""
        row = named.get("obj")
        sent, read_at = request.POST.get(OPENED), getattr(request, "read_at", "")
        context["moments"] = {OPENED: sent or read_at, **({SHOWN_AGAIN: read_at} if sent else {})}
        context["has_history"] = hasattr(self.model, "pgh_event_model")
        if row is not None and row.pk and context["has_history"]:
            context["trace"] = trace(row)
        return super().render_change_form(request, context, **named)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Versions, latest first, `page` counted from 1. With `version`, the key of one: what bringing it back would change;
        by POST, it is brought back."""
        if not hasattr(self.model, "pgh_event_model"):
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id) or self._deleted(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        is_deleted = row._state.adding
        may = self.has_add_permission(request) if is_deleted else self.has_change_permission(request, row)
        may_bring_back = self.brings_back and may
        problems: list[str] = []
        if request.method == "POST":
            if not may_bring_back:
                raise PermissionDenied
            problems = self._bring_back(request, row, request.POST.get("version", ""))
            if not problems:
                messages.success(request, f"{row} : version rétablie.")
                return redirect(request.path)
            if not is_deleted:
                row.refresh_from_db()
        asked = None
        if may_bring_back and not problems and "version" in request.GET:
            asked = self._asked(row, request.GET["version"])
            problems = [] if asked.differences else [self._unchanged(row, request.GET["version"])]
        page = page_asked(request.GET.get("page", "1"))
        shown, has_older = versions(row, page)
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": f"{row} : historique", "row": row,
            "versions": shown, "newer": page - 1, "older": page + 1 if has_older else 0, "problems": problems,
            "may_bring_back": may_bring_back, "is_deleted": is_deleted, "asked": asked if not problems else None,
        }  # fmt: skip
        return TemplateResponse(request, "admin/row_history.html", context, status=422 if problems else 200)

    def _deleted(self, request: HttpRequest, key: str) -> Any:
        """The row of that key as it was when it was deleted; None when it was not, or is not for this person to bring back.

        Of a deleted row, nothing says any more whose it was: those who see every row alone see it.
        """
        own = getattr(self, "own", None)
        sees_every = not own or own(request) == models.Q()
        if not (self.brings_back and sees_every and key.isascii() and key.isdigit() and len(key) < 19):
            return None
        model: Any = self.model
        last = model.pgh_event_model.objects.filter(pgh_obj_id=int(key)).order_by("pgh_id").last()
        if last is None or last.pgh_label != "delete":
            return None
        return model(pk=int(key), **{field.attname: getattr(last, field.attname) for field in fields_of(model)})

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        """With the way to bring it back."""
        if hasattr(self.model, "pgh_event_model") and self._deleted(request, str(obj_id)) is not None:
            address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[obj_id])
            messages.info(request, format_html('<a href="{}">Son historique</a> permet de le rétablir.', address))
        return super().response_delete(request, obj_display, obj_id)

    def _asked(self, row: Any, key: str) -> Version:
        """A version, with what bringing it back would change of the row as it is."""
        event = _event(row, key)
        fields = [field for field in _differing(row, event) if field.editable]
        told = _told(fields, None if row._state.adding else row, event, _named(fields, [row, event]))
        return Version(event.pgh_id, event.pgh_created_at, "", "", told)

    def _unchanged(self, row: Any, key: str) -> str:
        """Why there is nothing to bring back of a version."""
        other = ", ".join(str(field.verbose_name) for field in _differing(row, _event(row, key)))
        if other:
            return f"Ce que cette version a d'autre ne se rétablit pas ici : {other}."
        return "Cette version est celle d'aujourd'hui : rien n'a changé."

    def _bring_back(self, request: HttpRequest, row: Any, key: str) -> list[str]:
        """Write the row as it was, as if it had been typed so. What keeps it from being written."""
        event = _event(row, key)
        changed = [field for field in _differing(row, event) if field.editable]
        if not changed:
            return [self._unchanged(row, key)]
        if refused := self.refused_back(request, row, event):
            return [refused]
        before = {field.name: getattr(row, field.attname) for field in fields_of(type(row))}
        for field in changed:
            setattr(row, field.attname, getattr(event, field.attname))
        typed = SimpleNamespace(instance=row, initial=before, changed_data=[one.name for one in changed], cleaned_data={})
        try:
            with transaction.atomic():
                row.full_clean()
                self.save_model(request, row, typed, change=not row._state.adding)
                if not self.get_queryset(request).filter(pk=row.pk).exists():
                    raise PermissionDenied  # it was somebody else's then
        except ValidationError as error:
            return error.messages
        except IntegrityError:
            return ["Cette version ne peut plus revenir : ce qu'elle disait contredit ce qui a été écrit depuis."]
        return []


def _event(row: Any, key: str) -> Any:
    """The version of that key of a row. Raises Http404."""
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    event = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk, pk=int(key)).first()
    if event is None:
        raise Http404
    return event


def _differing(row: Any, event: Any) -> list[Any]:
    """The fields that a version says otherwise than the row as it is; all of them, of a row that is no more."""
    return [
        field
        for field in fields_of(type(row))
        if row._state.adding or getattr(row, field.attname) != getattr(event, field.attname)
    ]


def page_asked(text: str) -> int:
    """The number of a page of a history, as an address says it. Raises Http404."""
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if not 1 <= page <= MOST_PAGES:
        raise Http404
    return page
