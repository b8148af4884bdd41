"""Organisations in the back office."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from poles.admin.autocomplete import Autocompleted
from poles.admin.filters import region_by
from poles.admin.imported import Imported
from poles.admin.links import counted, rows_of
from poles.admin.merging import WarnsOfLikeness, WithMerge
from poles.admin.scoped import FoundByItsPoles, SeenByStaff
from poles.models import Membership, Organisation, Pole
from poles.services import merging, provenance
from poles.services.slugs import organisation_slug
from ptce_site.record_admin import RecordAdmin
from ptce_site.row_links import WithLinks


class OrganisationForm(WarnsOfLikeness):
    """An organisation; its address is made from its name when none is given."""

    class Meta:
        model = Organisation
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("slug") and cleaned.get("name"):
            cleaned["slug"] = self.initial.get("slug") or organisation_slug(cleaned["name"])
        return cleaned


class PolesInline(admin.StackedInline):
    """The poles it is a member of, read here and changed on the pole."""

    model = Membership
    fields = ("pole", "role", "member_type", "period")
    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(Imported, WithMerge, FoundByItsPoles, SeenByStaff, Autocompleted, WithLinks, RecordAdmin):
    """Legal persons."""

    import_kind = "structures"
    led_to = ("lead_organisation", "pk")
    also_exported = ("merged_into",)
    merge = staticmethod(merging.merge_organisations)
    form = OrganisationForm
    list_display = ("called", "legal_form", "commune", "siret", "leads", "count")
    list_filter = ("legal_form", region_by("commune__departement__region", "departement__region"))
    list_select_related = ("commune", "merged_into")
    search_fields = (
        *("name", "acronym", "sort_key", "siren", "siret", "rna", "slug"),
        *("commune__name", "commune__sort_key", "commune__code"),
        *("departement__name", "departement__sort_key", "departement__region__name", "departement__region__sort_key"),
    )
    autocomplete_fields = ("collectivity", "commune", "departement")
    fieldsets = (
        (None, {"fields": ("name", "acronym", "slug", "legal_form")}),
        (
            "Immatriculations",
            {"fields": ("siren", "siret", "rna"), "description": "Le site vérifie leur chiffre de contrôle."},
        ),
        (
            "Où elle est",
            {
                "fields": ("commune", "departement", "collectivity"),
                "description": "« Collectivité » : quand la structure est elle-même une commune, une intercommunalité…",
            },
        ),
        ("Site", {"fields": ("website",)}),
    )
    inlines = (PolesInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        every: QuerySet[Organisation] = super().get_queryset(request)
        return every.annotate(
            poles_led=counted(Pole.objects.order_by(), "lead_organisation", request.user),
            memberships_held=counted(Membership.objects.all(), "organisation", request.user),
        )

    @admin.display(description="nom", ordering="sort_key")
    def called(self, organisation: Organisation) -> str:
        """Its name, and what it became."""
        return f"{organisation} (fusionnée dans {organisation.merged_into})" if organisation.merged_into else str(organisation)

    @admin.display(description="pôles portés", ordering="poles_led")
    def leads(self, organisation: Any) -> SafeString | int:
        return rows_of("poles_pole", organisation.poles_led, organisation, lead_organisation__id__exact=organisation.pk)

    @admin.display(description="adhésions", ordering="memberships_held")
    def count(self, organisation: Any) -> SafeString | int:
        return rows_of("poles_membership", organisation.memberships_held, organisation, organisation__id__exact=organisation.pk)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        """A file knows an organisation by its name: once a person changed it, no import gives the poles it leads another."""
        super().save_model(request, obj, form, change)
        if "name" in form.changed_data:
            for pole in obj.led_poles.all():
                provenance.record_person(pole, ["lead_organisation"])

    def get_form(self, request: HttpRequest, obj: Organisation | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "slug" in form.base_fields:  # not for whom only reads
            form.base_fields["slug"].required = False
            form.base_fields["slug"].help_text = "Celle de sa page, /structures/…/ ; vide, elle se fait du nom."
        return form
