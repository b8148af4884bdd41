"""Territories, lists, figures, pictures."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from poles.admin.autocomplete import Autocompleted
from poles.admin.filters import region_by, used_by
from poles.admin.links import counted, rows_of
from poles.admin.read_only import ReadOnlyAdmin
from poles.admin.scoped import FoundByItsPoles, SeenByStaff
from poles.functions import PlaceKey
from poles.models import (
    Collectivity,
    EpciDepartement,
    FormerCommune,
    GlossaryWord,
    LoadedFile,
    NetworkFact,
    Partnership,
    PartnershipRole,
    PartnershipRoleLink,
    Picture,
    PlanMention,
    Pole,
    PoleSector,
    QualityCount,
    RegionalContact,
    Sector,
)
from poles.quality import FAULTS, seems_of_a_person
from poles.services import quality_counts
from poles.services.cells import name_and_code
from poles.templatetags.french import amount, fact_date
from poles.text import normalized
from ptce_site.list_filters import ChoiceFilter, by_value
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
    search_fields = ("search_key", "code", "postal_codes")  # as `get_search_results` looks them up
    show_full_result_count = False
    inlines = (CoveredInline,)

    fieldsets = (
        (None, {"fields": ("name", "level", "code", "siren", "epci_type", "zone")}),
        ("Où elle est", {
            "fields": (
                *("region", "departement", "epci", "seat_code", "postal_codes"),
                *("latitude", "longitude", "point_precision"),
            ),
        }),
        ("Repères", {
            "fields": ("population", "vintage", "ended_vintage", "successor"),
            "description": "Le code officiel géographique, chargé par une commande : rien ne se change ici.",
        }),
    )  # fmt: skip

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By a beginning of the name or of a word of it, accents or not, by code and by postal code."""
        text = search_term.strip()
        if not text:
            return queryset, False
        if not normalized(text):  # signs alone
            return queryset.none(), False
        name, code = name_and_code(text)
        if code:
            return queryset.filter(code=code, sort_key=normalized(name)), False
        key = PlaceKey(Value(text))
        named = Q(search_key__startswith=key) | Q(search_key__contains=Concat(Value(" "), key))
        return queryset.filter(named | Q(code__startswith=text.upper()) | Q(postal_codes__contains=[text])), False


def _page_of_region(row: Any) -> str:
    return str(row.region.get_absolute_url())


def _page_of_sector(sector: Sector) -> str:
    return f"{reverse('poles:directory')}?{urlencode({'secteur': sector.slug})}"


@admin.register(FormerCommune)
class FormerCommuneAdmin(ReadOnlyAdmin):
    """Communes that are no more, or are a part of another."""

    view_on_site = staticmethod(lambda former: former.commune.get_absolute_url())

    list_display = ("name", "code", "kind", "commune")
    list_filter = ("kind",)
    list_select_related = ("commune",)
    search_fields = ("name", "sort_key", "code")


@admin.register(LoadedFile)
class LoadedFileAdmin(ReadOnlyAdmin):
    """Files that were loaded."""

    list_display = ("name", "loaded_at", "digest")
    list_filter = ("loaded_at",)
    search_fields = ("name", "digest")


@admin.register(Picture)
class PictureAdmin(FoundByItsPoles, WithLinks, ReadOnlyAdmin):
    """Pictures, sent from the page of a pole."""

    list_display = ("__str__", "width", "height", "created_at")
    list_filter = (used_by(Pole, "picture", "pôles qui la montrent"), "created_at")
    search_fields = ("digest",)
    led_to = ("picture", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        every: QuerySet[Picture] = super().get_queryset(request)
        return every.defer("content")

    fields = ("digest", "width", "height", "created_at")


@admin.register(Sector)
class SectorAdmin(SeenByStaff, WithLinks, WithPreview, RecordAdmin):
    """Sectors of activity. The slug is public: it stands in addresses."""

    list_display = ("name", "slug", "count")
    list_filter = (used_by(PoleSector, "sector", "pôles"),)
    search_fields = ("name", "sort_key", "slug")
    previews = {"Aperçu de la liste des pôles": _page_of_sector}
    fieldsets = (
        (None, {
            "fields": ("name", "slug"),
            "description": "L'identifiant est dans les adresses que des gens ont gardées : changez le nom plutôt que lui.",
        }),
    )  # fmt: skip
    view_on_site = staticmethod(_page_of_sector)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sector]:
        every: QuerySet[Sector] = super().get_queryset(request)
        return every.annotate(poles_of=counted(PoleSector.objects.all(), "sector", request.user))

    @admin.display(description="pôles", ordering="poles_of")
    def count(self, sector: Any) -> SafeString | int:
        return rows_of("poles_pole", sector.poles_of, sector, sectors__id__exact=sector.pk)


@admin.register(PartnershipRole)
class PartnershipRoleAdmin(SeenByStaff, WithLinks, RecordAdmin):
    """Ways for a collectivité to support a pole."""

    list_display = ("name", "slug", "count")
    list_filter = (used_by(PartnershipRoleLink, "role", "partenariats"),)
    search_fields = ("name", "slug")
    fieldsets = (
        (None, {
            "fields": ("name", "slug"),
            "description": "Ce qu'une collectivité peut apporter à un pôle : sa page le dit, et l'on cherche par là.",
        }),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[PartnershipRole]:
        rows = Partnership.objects.annotate(role=F("roles"))
        every: QuerySet[PartnershipRole] = super().get_queryset(request)
        return every.annotate(held=counted(rows, "role", request.user))

    @admin.display(description="partenariats", ordering="held")
    def count(self, role: Any) -> SafeString | int:
        return rows_of("poles_partnership", role.held, role, roles__id__exact=role.pk)


# What the figures of others count, by the kind that their file gives them.
FACT_KINDS = {
    "applications": "candidatures", "eligible": "candidatures recevables", "laureates": "lauréats", "poles": "pôles",
    "phase-1": "retenus en phase 1", "budget-announced": "budget annoncé", "budget": "aide accordée",
    "budget-per-pole": "aide par pôle", "share": "part", "members-per-pole": "membres par pôle", "signatories": "signataires",
    "definition": "définition",
}  # fmt: skip


@admin.register(NetworkFact)
class NetworkFactAdmin(ReadOnlyAdmin):
    """Dated figures published by others: corrected in their file, which `load_facts` reads again."""

    raw = ("kind",)
    list_display = ("meaning", "figure", "on", "call", "counted")
    list_filter = (by_value("kind", "nature", FACT_KINDS, "nature"), "unit", by_value("call", "appel"))
    fieldsets = (
        (None, {"fields": ("meaning", "kind", "call", "sources")}),
        ("Le chiffre", {
            "fields": ("minimum", "maximum", "unit", "date", "date_precision"),
            "description": "Publié par d'autres, repris tel quel : il se corrige dans son fichier, que `load_facts` relit.",
        }),
    )  # fmt: skip
    search_fields = ("meaning", "call", "sources")
    view_on_site = staticmethod(lambda _: reverse("poles:figures"))

    @admin.display(description="chiffre", ordering="minimum")
    def figure(self, fact: NetworkFact) -> str:
        return amount(fact) or "–"

    @admin.display(description="date", ordering="date")
    def on(self, fact: NetworkFact) -> str:
        return fact_date(fact) or "–"

    @admin.display(description="nature", ordering="kind")
    def counted(self, fact: NetworkFact) -> str:
        return FACT_KINDS.get(fact.kind, fact.kind)


@admin.register(RegionalContact)
class RegionalContactAdmin(Autocompleted, WithPreview, RecordAdmin):
    """Whom to ask in each région."""

    list_display = ("name", "region", "email", "website")
    list_select_related = ("region",)
    fieldsets = (
        (None, {"fields": ("region", "name")}),
        ("Comment l'atteindre", {
            "fields": ("email", "website"),
            "description": "Une adresse générique ou un site, montrés sur la page de la région et celle du contact.",
        }),
    )  # fmt: skip
    list_filter = (("email", admin.EmptyFieldListFilter), ("website", admin.EmptyFieldListFilter))
    search_fields = ("name", "email", "region__name", "region__sort_key", "region__code")
    autocomplete_fields = ("region",)
    previews = {"Aperçu de la page de la région": _page_of_region}
    view_on_site = staticmethod(_page_of_region)

    def message_user(self, request: HttpRequest, *arguments: Any, **options: Any) -> None:
        """What was saved, and what should be looked at again."""
        super().message_user(request, *arguments, **options)
        email = request.POST.get("email", "")
        if seems_of_a_person(email):
            text = f"« {email} » semble l'adresse d'une personne ; elle est publique."
            super().message_user(request, text, messages.WARNING)


@admin.register(PlanMention)
class PlanMentionAdmin(Autocompleted, WithPreview, RecordAdmin):
    """What regional plans say of the poles."""

    list_display = ("plan", "region", "date", "source")
    list_filter = ("plan", region_by("region"))
    fieldsets = (
        (None, {"fields": ("region", "plan", "says")}),
        ("D'où cela vient", {
            "fields": ("date", "date_precision", "source", "link"),
            "description": "Une phrase fidèle : la page de la région la montre avec sa date et sa source.",
        }),
    )  # fmt: skip
    list_select_related = ("region",)
    search_fields = ("region__name", "region__sort_key", "says", "source")
    autocomplete_fields = ("region",)
    previews = {"Aperçu de la page de la région": _page_of_region}
    view_on_site = staticmethod(_page_of_region)


@admin.register(GlossaryWord)
class GlossaryWordAdmin(WithPreview, RecordAdmin):
    """Words of the field. The slug is public: it stands in addresses, and pages show some words by it."""

    list_display = ("name", "definition", "slug")
    fieldsets = (
        (None, {
            "fields": ("name", "slug", "definition"),
            "description": "La page du glossaire le définit ; certaines pages montrent sa définition à côté du mot.",
        }),
    )  # fmt: skip
    search_fields = ("name", "sort_key", "definition", "slug")
    prepopulated_fields = {"slug": ("name",)}
    previews = {"Aperçu du glossaire": lambda _: "/glossaire/"}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: GlossaryWord | None = None) -> Any:
        return ("slug",) if obj else ()


LABELS = {quality_counts.EVERY: "Pôles publiés", **{fault.name: fault.label for fault in FAULTS}}


class FaultFilter(ChoiceFilter):
    title, parameter_name = "défaut", "defaut"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name or "tous", label) for name, label in LABELS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = self.value()
        return queryset.filter(fault="" if asked == "tous" else asked) if asked else queryset


@admin.register(QualityCount)
class QualityCountAdmin(ReadOnlyAdmin):
    """How many faults there were, week after week: written by a job, drawn on the page of quality."""

    list_display = ("day", "label", "region", "count")
    list_filter = (FaultFilter, region_by("region"))
    list_select_related = ("region",)
    search_fields = ("region__name", "region__sort_key")
    date_hierarchy = "day"

    @admin.display(description="défaut", ordering="fault")
    def label(self, counted: QualityCount) -> str:
        return LABELS.get(counted.fault, counted.fault)
