"""What the staff says of the site itself: its settings, its messages."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ptce_site import site_settings
from ptce_site.clock import today
from ptce_site.list_filters import ChoiceFilter
from ptce_site.models import Conformity, HomeMessage, SiteSettings
from ptce_site.previews import WithPreview
from ptce_site.record_admin import RecordAdmin
from ptce_site.record_form import RecordForm
from ptce_site.row_history import WithHistory

LEGAL_PAGES = ("legal_notice", "privacy", "accessibility")


class SiteSettingsForm(RecordForm):
    """What is empty stays as the installation says it; legal texts are shown in full, the site's own as well."""

    class Meta:
        model = SiteSettings
        fields = (
            *("name", "home_lead", "publisher_name", "publisher_address", "publication_director", "contact_email"),
            *("data_protection_email", "legal_notice", "privacy", "conformity", "accessibility"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, column in site_settings.NAMES.items():
            said = site_settings.of_installation()[name]
            if column in self.fields and said:
                self.fields[column].help_text += f" Vide : {said}"
        for page in LEGAL_PAGES:
            if page in self.fields:
                self.fields[page].help_text = "Markdown. Vidé, ce texte redevient celui du site."
                self.initial[page] = site_settings.text_of(self.instance, page)

    def values_of(self, row: Any) -> dict[str, Any]:
        """A legal text that is empty is typed in as the site's own."""
        return {**super().values_of(row), **{page: _bare(site_settings.text_of(row, page)) for page in LEGAL_PAGES}}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for page in LEGAL_PAGES:
            if _bare(cleaned.get(page, "")) == _bare(site_settings.own_text(page)):
                cleaned[page] = ""
        if cleaned.get("conformity") != Conformity.NONE and not cleaned.get("accessibility"):
            self.add_error("accessibility", "Dites ici quel audit, de quand et par qui, établit cette conformité.")
        return cleaned


def _bare(text: str) -> str:
    """Without what a browser changes in a text that it sends back."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


@admin.register(SiteSettings)
class SiteSettingsAdmin(WithPreview, WithHistory):
    """One row, made at the first change."""

    form = SiteSettingsForm
    view_on_site = staticmethod(lambda _: "/")
    fieldsets = (
        ("Le site", {"fields": ("name", "home_lead")}),
        (
            "Qui publie",
            {
                "fields": ("publisher_name", "publisher_address", "publication_director"),
                "description": "Sur la page des mentions légales. L'hébergeur est un réglage de l'installation.",
            },
        ),
        ("À qui écrire", {"fields": ("contact_email", "data_protection_email")}),
        ("Textes légaux", {"fields": ("legal_notice", "privacy", "conformity", "accessibility")}),
    )
    previews = {
        "Aperçu de l'accueil": lambda _: "/",
        "Aperçu des mentions légales": lambda _: "/mentions-legales/",
        "Aperçu des données personnelles": lambda _: "/donnees-personnelles/",
        "Aperçu de l'accessibilité": lambda _: "/accessibilite/",
    }

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one: straight to it."""
        return redirect(reverse("admin:ptce_site_sitesettings_change", args=[1]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteSettings | None:
        return site_settings.row() if object_id == "1" else None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ShownFilter(ChoiceFilter):
    title, parameter_name = "affichage", "affichage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("cours", "aujourd'hui"), ("avenir", "plus tard"), ("passe", "passé")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        begun, ended = Q(first_day__lte=today()), Q(last_day__lt=today())
        parts = {"cours": begun & ~ended, "avenir": ~begun, "passe": ended}
        return queryset.filter(parts.get(self.value() or "", Q()))


@admin.register(HomeMessage)
class HomeMessageAdmin(WithPreview, RecordAdmin):
    """Messages of the first page: those of today, of later, of before."""

    list_display = ("text", "first_day", "last_day")
    list_filter = (ShownFilter,)
    fieldsets = (
        (None, {"fields": ("text",)}),
        ("Quand", {"fields": ("first_day", "last_day"), "description": "Les deux jours compris, à l'heure de Paris."}),
    )
    view_on_site = staticmethod(lambda _: "/")
    search_fields = ("text",)
    date_hierarchy = "first_day"
    previews = {"Aperçu de l'accueil": lambda _: "/"}
