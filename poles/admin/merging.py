"""Records that may be held twice: the list of them, the two side by side, and the merge."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from poles import duplicates
from poles.admin.autocomplete import Autocomplete
from poles.fields import bare_identifier
from poles.models import KnownApart, Operation, Pole
from poles.services import merging
from poles.templatetags.merging import record_place
from ptce_site.record_form import RecordForm

MOST_SHOWN = 100
CREATE_ANYWAY = "quand-meme"
IDENTIFIERS = ("siren", "siret", "rna")
TYPED, LONGEST_TYPED = ("name", "website", *IDENTIFIERS), 500


class WithMerge(BaseModelAdmin):
    """Adds the pages of duplicates to the admin of a model; `merge` is the service that makes one of two."""

    merge: Callable[..., list[str]]
    admin_site: admin.AdminSite

    def get_urls(self) -> list[Any]:
        name = f"poles_{self.opts.model_name}"
        of_site = self.admin_site.admin_view
        return [
            path("doublons/", of_site(self.duplicates_view), name=f"{name}_duplicates"),
            path("ressemblants/", of_site(self.like_view), name=f"{name}_like"),
            path("<int:pk>/fusionner/", of_site(self.merge_view), name=f"{name}_merge"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return super().get_search_results(request, self.found_here(request, queryset), search_term)  # type: ignore[misc,no-any-return]

    @staticmethod
    def chosen_as(record: Any) -> str:
        """What tells it from another of its name."""
        return f"{record}{record_place(record)}"

    def found_here(self, request: HttpRequest, queryset: Any) -> Any:
        """What was merged is found in the list, and not proposed to choose."""
        is_choice = request.path == reverse("admin:autocomplete")
        return queryset.filter(merged_into=None) if is_choice else queryset

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        shown = {**(extra_context or {}), "may_merge": self.may_merge(request)}
        return super().changelist_view(request, shown)  # type: ignore[misc,no-any-return]

    def render_change_form(self, request: Any, context: Any, *args: Any, **named: Any) -> HttpResponse:
        context["may_merge"] = self.may_merge(request)
        return super().render_change_form(request, context, *args, **named)  # type: ignore[misc,no-any-return]

    def may_merge(self, request: HttpRequest) -> bool:
        """Who may change records may say that two of them are one; the service asks it of both."""
        return self.has_change_permission(request)

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """Pairs that may be one; POST tells that a pair is two."""
        self._require(request)
        own = self.get_queryset(request).select_related(None)
        if request.method == "POST":
            return self._tell_apart(request, own)
        pairs, total = duplicates.pairs(own, MOST_SHOWN)
        context = {**self._merge_context(request), "title": "Doublons possibles", "pairs": pairs, "total": total}
        return TemplateResponse(request, "admin/poles/duplicates.html", context)

    def like_view(self, request: HttpRequest) -> HttpResponse:
        """For the form of a new record, those that it may be, after what is typed so far: a list in HTML, empty for none."""
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        typed = {name: request.GET.get(name, "").replace("\0", "")[:LONGEST_TYPED].strip() for name in TYPED}
        typed |= {name: bare_identifier(typed[name]) for name in IDENTIFIERS}
        place = "seat_departement" if self.model is Pole else "departement"
        key = request.GET.get(place, "")
        record = self.model(**typed, **{f"{place}_id": int(key) if key.isascii() and key.isdigit() and len(key) < 10 else None})
        own = self.get_queryset(request).select_related(None)
        pairs = duplicates.like(record, own) if any(typed.values()) else []
        return TemplateResponse(request, "admin/poles/like.html", {"pairs": pairs, "opts": self.opts})

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two records side by side; POST makes one of them. Without `avec`, the other is to be chosen."""
        self._require(request)
        kept: Any = get_object_or_404(self.get_queryset(request), pk=pk)
        form = self._choice(request, kept)(request.GET or None)
        if not form.is_valid():
            context = {**self._merge_context(request), "title": f"Fusionner {kept}", "kept": kept, "form": form}
            pairs = duplicates.like(kept, self.get_queryset(request).select_related(None))
            return TemplateResponse(request, "admin/poles/merge_choose.html", {**context, "pairs": pairs})
        merged = form.cleaned_data["avec"]
        taken, problems = self._taken(request, kept, merged), []
        if request.method == "POST":
            try:
                told = type(self).merge(request.user, kept, merged, taken)
            except ValidationError as error:
                problems = error.messages
            else:
                self._say_done(request, kept, merged, told)
                return redirect(reverse(f"admin:poles_{self.opts.model_name}_change", args=[kept.pk]))
        told, obstacles = self._tried(request, kept, merged, taken)
        context = {
            **self._merge_context(request),
            "title": f"Fusionner {merged} dans {kept}",
            "kept": kept,
            "merged": merged,
            "choices": [(one, one.key in taken) for one in merging.choices(kept, merged)],
            "told": told,
            "problems": problems or obstacles,
            "waiting": merging.waiting(kept, merged) if self.model is Pole else [],
            "are_apart": _departement(kept) != _departement(merged),
            "swapped": f"{reverse(f'admin:poles_{self.opts.model_name}_merge', args=[merged.pk])}?avec={kept.pk}",
        }
        return TemplateResponse(request, "admin/poles/merge.html", context, status=422 if problems else 200)

    def _require(self, request: HttpRequest) -> None:
        if not self.may_merge(request):
            raise PermissionDenied

    def _merge_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    def _choice(self, request: HttpRequest, kept: Any) -> type[forms.Form]:
        others = self.get_queryset(request).filter(merged_into=None).exclude(pk=kept.pk)
        relation = self.model._meta.get_field("merged_into")

        class ChoiceForm(forms.Form):
            avec = forms.ModelChoiceField(
                others,
                label="avec",
                help_text="Un nom, une commune, un numéro ou un code.",
                error_messages={
                    "invalid_choice": "Cette fiche n'existe pas, a déjà été fusionnée, ou n'est pas de vos régions."
                },
                widget=Autocomplete(relation, self.admin_site),
            )

        return ChoiceForm

    def _taken(self, request: HttpRequest, kept: Any, merged: Any) -> set[str]:
        found = merging.choices(kept, merged)
        if request.method == "POST":
            return {one.key for one in found if request.POST.get(f"valeur-{one.key}") == "autre"}
        return {one.key for one in found if one.takes_merged}

    def _tried(self, request: HttpRequest, kept: Any, merged: Any, taken: set[str]) -> tuple[list[str], list[str]]:
        try:
            return merging.tried(type(self).merge, request.user, kept, merged, taken), []
        except ValidationError as error:
            return [], error.messages
        except PermissionDenied:
            return [], ["L'une des deux fiches n'est pas de vos régions : la cellule nationale peut les fusionner."]

    def _say_done(self, request: HttpRequest, kept: Any, merged: Any, told: list[str]) -> None:
        operation = Operation.objects.filter(by=request.user).latest("pk")  # type: ignore[misc]
        address = reverse("admin:poles_operation_change", args=[operation.pk])
        text = '{} est fusionné dans {}. <a href="{}">Revenir en arrière</a>'
        messages.success(request, format_html(text, merged, kept, address))

    def _tell_apart(self, request: HttpRequest, own: QuerySet[Any]) -> HttpResponse:
        keys = sorted(int(one) for one in request.POST.getlist("paire") if one.isascii() and one.isdigit() and len(one) < 19)
        if len(set(keys)) != 2 or own.filter(pk__in=keys).count() != 2:
            raise Http404
        kind, person = duplicates.kind_of(self.model), {"by": request.user}
        KnownApart.objects.get_or_create(kind=kind, one=keys[0], other=keys[1], defaults=person)
        messages.success(request, "Cette paire n'est plus proposée.")
        return redirect(f"admin:poles_{self.opts.model_name}_duplicates")


class WarnsOfLikeness(RecordForm):
    """The form of a new record tells those that it may be, once; said to be another, it is made."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.like: list[duplicates.Pair] = []
        if self.instance.pk or self.errors or self.data.get(CREATE_ANYWAY):
            return cleaned
        record = self._meta.model(**{name: value for name, value in cleaned.items() if _is_own(self._meta.model, name)})
        self.like = duplicates.like(record)
        if self.like:
            raise forms.ValidationError("Cette fiche existe peut-être déjà : regardez celles-ci, puis enregistrez quand même.")
        return cleaned


def _is_own(model: Any, name: str) -> bool:
    return name in {field.name for field in model._meta.concrete_fields}


def _departement(record: Any) -> Any:
    """Where a pole or a structure is; None when it is not known."""
    return record.seat_departement_id if isinstance(record, Pole) else record.departement_id
