"""Poles in the back office. A save goes through the same service as any writing: what a person typed is marked as such."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from poles import rights
from poles.admin.autocomplete import Autocompleted
from poles.admin.filters import StageFilter, region_by
from poles.admin.follow_up import FollowUpInline
from poles.admin.history import WithVersions
from poles.admin.imported import Imported
from poles.admin.merging import WarnsOfLikeness, WithMerge
from poles.admin.network import ExistedFilter
from poles.admin.period import PERIOD_FIELDS, PeriodForm, formset_for
from poles.admin.quality import ToMendFilter, WithQuality
from poles.admin.read_only import ReadOnlyAdmin
from poles.admin.recognition import RecognitionInline
from poles.admin.rows import GROUP_OF_ROWS
from poles.admin.scoped import FoundByPole, OfOwnPoles, RowsInline
from poles.codes import PREFIX, hyphenated
from poles.enums import Publication
from poles.models import (
    Coordinator,
    FieldOrigin,
    FollowUp,
    FormerSlug,
    Membership,
    NamedContact,
    Picture,
    Place,
    Pole,
    PoleSector,
    PoleTerritory,
    SocialAddress,
    Source,
    Stage,
)
from poles.services import merging, pictures, provenance
from poles.services.slugs import pole_slug
from ptce_site.previews import WithPreview
from ptce_site.record_form import RowsFormSet


class PoleForm(WarnsOfLikeness):
    """A pole, with a picture sent as a file."""

    reviewer: Any = None
    """Who writes: a pole does not leave their régions."""
    picture_file = forms.FileField(label="Image à envoyer", required=False, help_text="JPEG, PNG ou WebP, 10 Mo au plus.")
    remove_picture = forms.BooleanField(label="Retirer l'image", required=False)

    class Meta:
        model = Pole
        exclude = ("picture",)
        widgets = {"summary": AdminTextareaWidget(attrs={"rows": 3})}

    def clean_picture_file(self) -> Any:
        file = self.cleaned_data["picture_file"]
        if file:
            try:
                self.cleaned_data["picture_bytes"] = pictures.reencoded(file)
            except pictures.NotAPicture as error:
                raise forms.ValidationError(str(error)) from error
        return file

    def clean_seat_departement(self) -> Any:
        place = self.cleaned_data["seat_departement"]
        if self.instance.pk and "seat_departement" in self.changed_data:
            acts_in = self.instance.territory_links.values_list("collectivity", flat=True)
            rights.require_reviewed_in(self.reviewer, [place.pk, *acts_in])
        return place

    def clean_publication(self) -> str:
        said: str = self.cleaned_data["publication"]
        if self.instance.merged_into and said != Publication.WITHDRAWN:
            into = self.instance.merged_into
            raise forms.ValidationError(f"Fusionné dans {into.code} « {into} » : il reste retiré, sauf à annuler la fusion.")
        return said

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.cleaned_data.get("picture_file") and not cleaned.get("picture_alt"):
            self.add_error("picture_alt", "Une image a un texte de remplacement.")
        if not cleaned.get("slug") and cleaned.get("name"):
            cleaned["slug"] = self.initial.get("slug") or pole_slug(cleaned["name"])
        return cleaned


class SectorFormSet(RowsFormSet):
    """Sectors of one pole, of which one at most is its pivot."""

    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        if sum(bool(row.get("is_pivot")) for row in rows) > 1:
            raise forms.ValidationError("Un pôle n'a qu'un secteur pivot.")


class SectorInline(RowsInline, Autocompleted, admin.StackedInline):
    model = PoleSector
    formset = SectorFormSet
    extra = 0
    autocomplete_fields = ("sector",)


class TerritoryFormSet(RowsFormSet):
    """Where a pole acts."""

    reviewer: Any = None

    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("collectivity")]
        if self.has_changed():
            acts_in = [row["collectivity"].pk for row in rows if not row.get("DELETE")]
            rights.require_reviewed_in(self.reviewer, [self.instance.seat_departement_id, *acts_in])


class TerritoryInline(RowsInline, Autocompleted, admin.StackedInline):
    model = PoleTerritory
    formset = TerritoryFormSet
    extra = 0
    autocomplete_fields = ("collectivity",)

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **options)  # type: ignore[misc]
        formset.reviewer = request.user
        return formset


class SocialInline(RowsInline, admin.StackedInline):
    model = SocialAddress
    extra = 0


class SourceInline(RowsInline, admin.StackedInline):
    model = Source
    extra = 0


class PlaceInline(RowsInline, Autocompleted, admin.StackedInline):
    model = Place
    extra = 0
    autocomplete_fields = ("commune",)


class StageInline(RowsInline, admin.StackedInline):
    model = Stage
    form = PeriodForm
    fields = ("name", "source", *PERIOD_FIELDS)
    extra = 0
    formset = formset_for()


class MembershipInline(RowsInline, Autocompleted, admin.StackedInline):
    model = Membership
    form = PeriodForm
    fields = ("organisation", "role", "member_type", "source", *PERIOD_FIELDS)
    extra = 0
    formset = formset_for("organisation")
    autocomplete_fields = ("organisation",)


class ReadInline(RowsInline, admin.StackedInline):
    """Rows read here; each leads to its page, where there is one."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FormerSlugInline(ReadInline):
    model = FormerSlug


class CoordinatorInline(ReadInline):
    model = Coordinator
    fields = readonly_fields = ("user", "level", "created_at")


class NamedContactInline(ReadInline):
    model = NamedContact
    fields = readonly_fields = ("name", "function", "email", "asked_at", "consented_at")


def _as_published(pole: Pole) -> str:
    """The address of its page, or of the pole that it became; the preview, which is taken back, publishes what is not."""
    if pole.merged_into:
        return pole.merged_into.get_absolute_url()
    Pole.objects.filter(pk=pole.pk).exclude(publication=Publication.PUBLISHED).update(publication=Publication.PUBLISHED)
    return pole.get_absolute_url()


@admin.register(Pole)
class PoleAdmin(Imported, WithMerge, WithQuality, WithPreview, OfOwnPoles, Autocompleted, WithVersions):
    """Correct a pole, publish it, withdraw it; never delete it. A new one is for the national staff."""

    import_kind = "poles"
    also_exported = ("number", "sectors", "territory", "confirmed_on", "merged_into", "region")
    pole_path = "pk"
    merge = staticmethod(merging.merge_poles)
    previews = {"Aperçu de la page": _as_published}
    change_form_template = "admin/poles/pole/change_form.html"

    form = PoleForm
    list_display = ("name", "public_code", "seat", "shown_as", "last_contact", "checked")
    list_filter = (
        *(ToMendFilter, ExistedFilter, "publication", "confidence", "legal_form", StageFilter, "sectors"),
        region_by("seat_departement__region"),
        ("seat_departement", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("seat_commune", "seat_departement", "merged_into")
    search_fields = (
        *("name", "acronym", "sort_key", "siren", "siret", "rna", "slug", "former_slugs__slug", "lead_organisation__name"),
        *("seat_commune__name", "seat_commune__sort_key", "seat_commune__code"),
        *(
            "seat_departement__name",
            "seat_departement__sort_key",
            "seat_departement__region__name",
            "seat_departement__region__sort_key",
        ),
    )
    autocomplete_fields = ("seat_commune", "seat_departement", "lead_organisation")
    readonly_fields = ("public_code", "shown_picture", "created_at", "updated_at")
    inlines = (
        *(SectorInline, TerritoryInline, RecognitionInline, StageInline, MembershipInline, PlaceInline),
        *(SocialInline, SourceInline, FormerSlugInline, CoordinatorInline, NamedContactInline, FollowUpInline),
    )
    fieldsets = (
        (None, {
            "fields": ("public_code", "name", "acronym", "slug", "summary", "description", "publication"),
            "description": "Un brouillon n'est pas public ; une page retirée dit qu'elle l'a été. L'ancienne adresse d'une "
            "page mène toujours à elle.",
        }),
        ("Identité", {
            "fields": ("legal_form", "origin", "lead_organisation", "siren", "siret", "rna"),
            "description": "Les numéros sont ceux du pôle quand il a sa propre personnalité morale ; sinon, ceux de sa "
            "structure porteuse suffisent, sur sa page.",
        }),
        ("Dates et membres", {
            "fields": ("founded_year", "ended_year", "members_announced"),
            "description": "Le nombre de membres est celui qu'une source annonce ; ceux que l'on connaît sont plus bas.",
        }),
        ("Siège et échelle", {
            "fields": (
                *("seat_address", "seat_commune", "seat_departement", "scale"),
                *("latitude", "longitude", "point_precision"),
            ),
            "description": "Sans commune, le pôle n'est trouvé autour d'aucun lieu. Sans coordonnées, son point est celui de "
            "la commune.",
        }),
        ("Contact", {
            "fields": ("website", "email", "phone"),
            "description": "Une adresse générique : jamais celle d'une personne.",
        }),
        ("Image", {"fields": ("shown_picture", "picture_file", "remove_picture", "picture_alt", "picture_credit")}),
        ("Sources et preuves", {
            "fields": ("confidence", "checked_on", "last_evidence_on", "last_evidence_source"),
            "description": "Une preuve d'activité est datée et dit d'où elle vient. Les sources de la page sont plus bas.",
        }),
        ("Suivi", {"fields": ("publishes_directly", "created_at", "updated_at")}),
    )  # fmt: skip

    def get_view_on_site_url(self, obj: Pole | None = None) -> str | None:
        """None for a page that is not published."""
        return super().get_view_on_site_url(obj) if obj and obj.publication == Publication.PUBLISHED else None

    @admin.display(description="code public", ordering="number")
    def public_code(self, pole: Pole) -> str:
        return pole.code if isinstance(pole.number, int) else "donné à l'enregistrement"

    @admin.display(description="image d'aujourd'hui")
    def shown_picture(self, pole: Pole) -> SafeString | str:
        picture = Picture.objects.only("digest").filter(pk=pole.picture_id or 0).first()  # not its bytes
        if picture is None:
            return "aucune"
        return format_html('<img src="{}" alt="{}" width="240">', picture.get_absolute_url(), pole.picture_alt)

    @admin.display(description="publication", ordering="publication")
    def shown_as(self, pole: Pole) -> str:
        """Published or not, and the pole that it became."""
        return f"fusionné dans {pole.merged_into.code}" if pole.merged_into else pole.get_publication_display()

    @admin.display(description="siège", ordering="seat_departement__name")
    def seat(self, pole: Pole) -> str:
        return f"{pole.seat_commune.name}, {pole.seat_departement}" if pole.seat_commune else str(pole.seat_departement)

    @admin.display(description="région")
    def region(self, pole: Pole) -> str:
        return str(pole.seat_departement.region)

    @admin.display(description="contact le", ordering="last_contact_on")
    def last_contact(self, pole: Any) -> datetime.date | None:
        """The day of its latest note."""
        day: datetime.date | None = pole.last_contact_on
        return day

    @admin.display(description="vérifié le", ordering="checked_on")
    def checked(self, pole: Pole) -> str | None:
        """In few letters: seven columns stand beside the filters."""
        return f"{pole.checked_on:%d/%m/%Y}" if pole.checked_on else None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pole]:
        notes = FollowUp.objects.filter(pole=OuterRef("pk")).order_by("-day").values("day")
        every: QuerySet[Pole] = super().get_queryset(request)
        return every.annotate(last_contact_on=Subquery(notes[:1]))

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        every: QuerySet[Any] = super().get_export_queryset(request)
        return every.select_related("seat_departement__region")

    def get_fieldsets(self, request: HttpRequest, obj: Pole | None = None) -> Any:
        """Without the days of a pole that is not made yet."""
        shown = super().get_fieldsets(request, obj)
        return shown if obj else [*shown[:-1], ("Suivi", {"fields": ("publishes_directly",)})]

    def get_form(self, request: HttpRequest, obj: Pole | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.base_fields["slug"].required = False
        form.reviewer = request.user
        return form

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The usual search, and the public and the postal code. Who may see a pole is asked once: it costs."""
        digits = hyphenated(search_term.strip()).removeprefix(PREFIX).lstrip("0")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            return super().get_search_results(request, queryset, search_term)
        worded, _ = super().get_search_results(request, Pole.objects.order_by(), search_term)
        coded = Q(number=int(digits)) | Q(seat_commune__postal_codes__contains=[search_term.strip()])
        return self.found_here(request, queryset).filter(coded | Q(pk__in=worded.values("pk"))), False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.sees_every_pole(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A pole is withdrawn, so that its code is never given again and its address says 410."""
        return False

    def save_model(self, request: HttpRequest, obj: Pole, form: Any, change: bool) -> None:
        file = form.cleaned_data.get("picture_bytes")
        if form.cleaned_data.get("remove_picture"):
            obj.picture, obj.picture_alt, obj.picture_credit = None, "", ""
        elif file:
            obj.picture = pictures.store(file)
        super().save_model(request, obj, form, change)
        obj.refresh_from_db(fields=["number", "sort_key"])
        fields = {field.name for field in Pole._meta.get_fields()}
        provenance.record_person(obj, fields & set(form.changed_data))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is FollowUp:
            for new in formset.extra_forms:
                new.instance.by = request.user
        super().save_formset(request, form, formset, change)
        if formset.gone:
            what = formset.model._meta.verbose_name
            told = f"Pendant que vous écriviez, quelqu'un a supprimé une ligne ({what}) : elle est laissée de côté."
            messages.warning(request, told)
        group = GROUP_OF_ROWS.get(formset.model)
        if group and (formset.new_objects or formset.changed_objects or formset.deleted_objects):
            provenance.record_person(form.instance, [group])


@admin.register(FieldOrigin)
class FieldOriginAdmin(FoundByPole, ReadOnlyAdmin):
    """Where each field comes from: written by services, read here."""

    list_display = ("pole", "named", "kind", "as_of")
    list_filter = ("kind",)
    list_select_related = ("pole",)
    search_fields = ("field",)
    fields = ("pole", "named", "kind", "as_of")

    @admin.display(description="champ", ordering="field")
    def named(self, origin: FieldOrigin) -> str:
        return origin.label
