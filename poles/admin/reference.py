"""Territories, lists, figures, pictures."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from poles.admin.autocomplete import Autocompleted
from poles.admin.read_only import ReadOnlyAdmin
from poles.admin.scoped import SeenByStaff
from poles.models import (
    Collectivity,
    EpciDepartement,
    FormerCommune,
    LoadedFile,
    NetworkFact,
    PartnershipRole,
    Picture,
    PlanMention,
    RegionalContact,
    Sector,
    SiteCheck,
)


class CoveredInline(admin.StackedInline):
    """The départements that an intercommunalité covers, read here."""

    model = EpciDepartement
    fk_name = "epci"
    fields = ("departement",)
    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Collectivity)
class CollectivityAdmin(SeenByStaff, ReadOnlyAdmin):
    """Collectivités, as the official code gives them."""

    list_display = ("name", "level", "code", "departement", "region", "population")
    list_filter = ("level", "zone")
    list_select_related = ("departement", "region")
    search_fields = ("sort_key__startswith", "name", "code__startswith")
    show_full_result_count = False
    inlines = (CoveredInline,)


@admin.register(FormerCommune)
class FormerCommuneAdmin(ReadOnlyAdmin):
    """Communes that are no more, or are a part of another."""

    list_display = ("name", "code", "kind", "commune")
    list_filter = ("kind",)
    list_select_related = ("commune",)
    search_fields = ("name", "sort_key", "code")


@admin.register(LoadedFile)
class LoadedFileAdmin(ReadOnlyAdmin):
    """Files that were loaded."""

    list_display = ("name", "loaded_at", "digest")


@admin.register(Picture)
class PictureAdmin(ReadOnlyAdmin):
    """Pictures, sent from the page of a pole."""

    list_display = ("__str__", "width", "height", "created_at")
    fields = ("digest", "width", "height", "created_at")


@admin.register(Sector)
class SectorAdmin(SeenByStaff, admin.ModelAdmin):
    """Sectors of activity. The slug is public: it stands in addresses."""

    list_display = ("name", "slug")
    search_fields = ("name", "sort_key", "slug")


@admin.register(PartnershipRole)
class PartnershipRoleAdmin(SeenByStaff, admin.ModelAdmin):
    """Ways for a collectivité to support a pole."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")


@admin.register(NetworkFact)
class NetworkFactAdmin(ReadOnlyAdmin):
    """Dated figures published by others: corrected in their file, which `load_facts` reads again."""

    list_display = ("meaning", "date", "date_precision", "call", "kind", "minimum", "maximum", "unit")
    list_filter = ("kind", "unit")
    search_fields = ("meaning",)


@admin.register(RegionalContact)
class RegionalContactAdmin(Autocompleted, admin.ModelAdmin):
    """Whom to ask in each région."""

    list_display = ("name", "region", "email", "website")
    list_select_related = ("region",)
    search_fields = ("name", "region__name")
    autocomplete_fields = ("region",)


@admin.register(PlanMention)
class PlanMentionAdmin(Autocompleted, admin.ModelAdmin):
    """What regional plans say of the poles."""

    list_display = ("plan", "region", "date", "source")
    list_filter = ("plan",)
    list_select_related = ("region",)
    search_fields = ("region__name", "says", "source")
    autocomplete_fields = ("region",)


@admin.register(SiteCheck)
class SiteCheckAdmin(ReadOnlyAdmin):
    """What the sites of poles answered."""

    list_display = ("url", "state", "told", "failures", "checked_at", "next_at")
    list_filter = ("state",)
    search_fields = ("url",)
