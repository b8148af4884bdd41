"""Records about the poles that one looks after: all for the national staff, those of their regions for the regional."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import ForeignKey, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import smart_split

from poles import rights
from poles.codes import hyphenated, number_of
from poles.models import Pole
from ptce_site.record_form import RecordForm, RowsFormSet


class FoundByPole(BaseModelAdmin):
    """Rows of poles, found by what they say and by what finds their pole; on the site, they are on its page."""

    def view_on_site(self, obj: Any) -> str | None:  # type: ignore[override]
        """The page of the pole, when it is published."""
        return obj.pole.published_address or None if obj.pole else None

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Each word is in the row (`search_fields`), or finds its pole as in the list of poles: code, place, former address…"""
        if not search_term.strip():
            return queryset, False
        poles, found = self.admin_site._registry[Pole], Q()
        for word in smart_split(search_term):
            in_row, _ = super().get_search_results(request, queryset, word)  # type: ignore[misc]
            of_pole, _ = poles.get_search_results(request, Pole.objects.order_by(), word)
            found &= Q(pole__in=of_pole.values("pk")) | Q(pk__in=in_row.order_by().values("pk"))
        number = number_of(hyphenated(search_term.strip()))  # « ptce 42 », in two words
        return queryset.filter(found | Q(pole__number=number) if number else found), False


class FoundByItsPoles(BaseModelAdmin):
    """Rows that poles lead to, found by what they say and by what finds those poles."""

    led_to = ("", "pk")
    """The field of a pole that leads to a row, and the field of the row that it names."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)  # type: ignore[misc]
        if not search_term:
            return found, duplicates
        poles, (of_pole, of_row) = self.admin_site._registry[Pole], self.led_to
        leading, _ = poles.get_search_results(request, Pole.objects.order_by(), search_term)
        led = Q(**{f"{of_row}__in": leading.exclude(**{of_pole: None}).values(of_pole)})
        return queryset.filter(led | Q(pk__in=found.order_by().values("pk"))), duplicates


class OfOwnPoles(BaseModelAdmin):
    """Sees and changes rows of the poles that the person looks after; `pole_path` leads from a row to its pole."""

    pole_path = "pole"

    def own(self, request: HttpRequest) -> Q:
        """The rows that the person may see."""
        if rights.sees_every_pole(request.user):
            return Q()
        return Q(**{f"{self.pole_path}__in": rights.poles_of_staff(request.user)})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(self.own(request))

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Pole and not rights.sees_every_pole(request.user):
            kwargs["queryset"] = rights.poles_of_staff(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.looks_after_poles(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user)


class RowsInline(OfOwnPoles):
    """Rows inside the page of a pole, which is one's own already."""

    form: type[forms.ModelForm] = RecordForm
    formset: Any = RowsFormSet

    def own(self, request: HttpRequest) -> Q:
        return Q()


class SeenByStaff(BaseModelAdmin):
    """Lists that whoever looks after poles reads, to choose from; changed as their own rules say."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.looks_after_poles(request.user) or super().has_module_permission(request)  # type: ignore[misc]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user) or super().has_view_permission(request, obj)
