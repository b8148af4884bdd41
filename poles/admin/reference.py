"""Territories, lists, figures, pictures."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from poles.admin.autocomplete import Autocompleted
from poles.admin.links import rows_of
from poles.admin.read_only import ReadOnlyAdmin
from poles.admin.scoped import SeenByStaff
from poles.models import (
    Collectivity,
    EpciDepartement,
    FormerCommune,
    GlossaryWord,
    LoadedFile,
    NetworkFact,
    PartnershipRole,
    Picture,
    PlanMention,
    PoleSector,
    QualityCount,
    RegionalContact,
    Sector,
    SiteCheck,
)
from ptce_site.previews import WithPreview
from ptce_site.record_admin import RecordAdmin
from ptce_site.row_links import WithLinks


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
class CollectivityAdmin(SeenByStaff, WithLinks, ReadOnlyAdmin):
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
class SectorAdmin(SeenByStaff, WithLinks, WithPreview, RecordAdmin):
    """Sectors of activity. The slug is public: it stands in addresses."""

    list_display = ("name", "slug", "count")
    search_fields = ("name", "sort_key", "slug")
    previews = {"Aperçu de l'accueil": lambda _: "/"}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sector]:
        held = PoleSector.objects.filter(sector=OuterRef("pk")).order_by().values("sector").annotate(found=Count("pk"))
        every: QuerySet[Sector] = super().get_queryset(request)
        return every.annotate(poles_of=Coalesce(Subquery(held.values("found")), 0))

    @admin.display(description="pôles", ordering="poles_of")
    def count(self, sector: Any) -> str:
        return rows_of("poles_pole", sector.poles_of, sector, sectors__id__exact=sector.pk)


@admin.register(PartnershipRole)
class PartnershipRoleAdmin(SeenByStaff, WithLinks, RecordAdmin):
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
class RegionalContactAdmin(Autocompleted, WithPreview, RecordAdmin):
    """Whom to ask in each région."""

    list_display = ("name", "region", "email", "website")
    list_select_related = ("region",)
    search_fields = ("name", "email", "region__name", "region__code")
    autocomplete_fields = ("region",)
    previews = {"Aperçu de la page de la région": lambda contact: f"/territoires/region/{contact.region.code}/"}


@admin.register(PlanMention)
class PlanMentionAdmin(Autocompleted, WithPreview, RecordAdmin):
    """What regional plans say of the poles."""

    list_display = ("plan", "region", "date", "source")
    list_filter = ("plan",)
    list_select_related = ("region",)
    search_fields = ("region__name", "says", "source")
    autocomplete_fields = ("region",)
    previews = {"Aperçu de la page de la région": lambda mention: f"/territoires/region/{mention.region.code}/"}


@admin.register(GlossaryWord)
class GlossaryWordAdmin(WithPreview, RecordAdmin):
    """Words of the field. The slug is public: it stands in addresses, and pages show some words by it."""

    list_display = ("name", "definition", "slug")
    search_fields = ("name", "sort_key", "definition", "slug")
    prepopulated_fields = {"slug": ("name",)}
    previews = {"Aperçu du glossaire": lambda _: "/glossaire/"}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: GlossaryWord | None = None) -> Any:
        return ("slug",) if obj else ()


@admin.register(QualityCount)
class QualityCountAdmin(ReadOnlyAdmin):
    """How many faults there were, week after week: written by a job, drawn on the page of quality."""

    list_display = ("day", "fault", "region", "count")
    list_filter = ("fault",)
    list_select_related = ("region",)
    date_hierarchy = "day"


@admin.register(SiteCheck)
class SiteCheckAdmin(ReadOnlyAdmin):
    """What the sites of poles answered."""

    list_display = ("url", "state", "told", "failures", "checked_at", "next_at")
    list_filter = ("state",)
    search_fields = ("url",)
