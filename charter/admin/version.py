"""Versions of the charter in the back office: kept by whom those who carry it mandate, read by the national staff."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.safestring import SafeString

from charter import principles, rights
from charter.enums import VersionState
from charter.models import CharterVersion
from charter.models.version import FROZEN_WITH_TEXT
from charter.services import versions
from ptce_site.record_admin import RecordAdmin
from ptce_site.row_links import WithLinks


class TextForm(forms.Form):
    """The text of a version, and that one knows that it will not change."""

    text = forms.CharField(
        label="Texte de la version",
        help_text="Markdown. Chaque principe numéroté est un titre qui commence par son numéro, comme « ## 1. Un titre » : "
        "il a alors une adresse à lui.",
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    sure = forms.BooleanField(label="C'est le texte exact : je sais qu'il ne pourra plus être changé", required=False)
    warned = forms.BooleanField(required=False, widget=forms.HiddenInput)  # of numbers that several principles bear


@admin.register(CharterVersion)
class CharterVersionAdmin(WithLinks, RecordAdmin):
    """What is told of each version; its text is entered once, on a page of its own."""

    brings_back = False

    list_display = ("title", "slug", "state", "adopted_on", "has_text")
    list_filter = ("state",)
    search_fields = ("title", "slug")
    readonly_fields = ("state", "digest", "frozen_at", "shown_text")
    fieldsets = (
        (None, {"fields": ("title", "slug", "publisher", "adopted_on", "adopted_precision", "state")}),
        ("Où la lire", {"fields": ("document", "changes", "sources")}),
        ("Texte", {"fields": ("shown_text", "digest", "frozen_at")}),
    )
    change_form_template = "admin/charter/version.html"
    view_on_site = False  # the template has the link, but for a draft

    def get_readonly_fields(self, request: HttpRequest, obj: CharterVersion | None = None) -> Any:
        """An address that people may have kept stays; so does what is frozen with the text, and a document that was signed."""
        kept = [] if obj is None or obj.state == VersionState.DRAFT else ["slug"]
        if obj is not None and obj.text:
            kept += FROZEN_WITH_TEXT
        if obj is not None and obj.document and obj.signatures.exists():
            kept.append("document")
        return [*self.readonly_fields, *kept]

    @admin.display(description="texte", boolean=True)
    def has_text(self, version: CharterVersion) -> bool:
        return bool(version.text)

    @admin.display(description="empreinte (SHA-256)")
    def digest(self, version: CharterVersion) -> str:
        return version.digest or "pas de texte"

    @admin.display(description="texte")
    def shown_text(self, version: CharterVersion) -> SafeString | str:
        return principles.as_html(version.text) if version.text else "pas encore entré"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.reads_charter(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.reads_charter(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rights.keeps_charter(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.keeps_charter(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: CharterVersion | None = None) -> bool:
        """A draft without text only: the rest may have been signed."""
        return rights.keeps_charter(request.user) and obj is not None and obj.state == VersionState.DRAFT and not obj.text

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/texte/", wrap(self.text_view), name="charter_charterversion_text"),
            path("<int:pk>/en-vigueur/", wrap(self.force_view), name="charter_charterversion_force"),
            *super().get_urls(),
        ]

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Type, look, then freeze."""
        version = self._version(request, pk)
        if version.text:
            messages.warning(request, "Le texte de cette version est figé.")
            return redirect("admin:charter_charterversion_change", version.pk)
        form = TextForm(request.POST or None)
        preview, twice = None, []
        if request.method == "POST" and form.is_valid():
            preview = form.cleaned_data["text"]
            twice = principles.twice(preview)
            if request.POST.get("action") == "figer" and (not twice or form.cleaned_data["warned"]):
                done = self._freeze(request, version, form)
                if done:
                    return done
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{version} : entrer le texte",
            "version": version,
            "form": form,
            "twice": twice,
            "preview": principles.as_html(preview) if preview else "",
        }
        return TemplateResponse(request, "admin/charter/text.html", context, status=422 if form.errors else 200)

    def _freeze(self, request: HttpRequest, version: CharterVersion, form: TextForm) -> HttpResponse | None:
        if not form.cleaned_data["sure"]:
            form.add_error("sure", "Cochez la case : après, le texte ne change plus.")
            return None
        try:
            frozen = versions.enter_text(version, form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error("text", error.messages)  # type: ignore[arg-type]
            return None
        self.log_change(request, frozen, f"Texte figé, empreinte {frozen.digest}.")
        messages.success(request, f"Le texte est figé. Son empreinte : {frozen.digest}")
        return redirect("admin:charter_charterversion_change", version.pk)

    def force_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a version in force, once it is confirmed; asked by a form of the version's page."""
        version = self._version(request, pk)
        if "title" in request.POST:  # the button stands in the form: what is typed is kept
            form = self.get_form(request, version, change=True)(request.POST, instance=version)
            if not form.is_valid():
                return self.change_view(request, str(pk))
            form.save()
            return redirect("admin:charter_charterversion_force", pk)
        if request.method != "POST" or request.POST.get("action") != "confirmer":
            current = CharterVersion.objects.filter(state=VersionState.CURRENT).exclude(pk=pk).first()
            context = {
                **self.admin_site.each_context(request), "opts": self.opts, "version": version, "current": current,
                "title": f"{version} : mettre en vigueur",
            }  # fmt: skip
            return TemplateResponse(request, "admin/charter/force.html", context)
        versions.put_in_force(version)
        self.log_change(request, version, "Mise en vigueur.")
        messages.success(request, f"{version} est en vigueur.")
        return redirect("admin:charter_charterversion_change", version.pk)

    def _version(self, request: HttpRequest, pk: int) -> CharterVersion:
        if not rights.keeps_charter(request.user):
            raise PermissionDenied
        version = CharterVersion.objects.filter(pk=pk).first()
        if version is None:
            raise Http404
        return version
