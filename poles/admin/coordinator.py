"""Who keeps pages, and who is invited to, in the back office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from poles.admin.autocomplete import Autocompleted
from poles.admin.filters import RegionFilter
from poles.admin.scoped import FoundByPole, OfOwnPoles
from poles.models import Coordinator, Invitation, NamedContact
from poles.services import coordination, named_contacts
from ptce_site.record_admin import RecordAdmin
from ptce_site.record_form import RecordForm


@admin.register(Coordinator)
class CoordinatorAdmin(FoundByPole, OfOwnPoles, Autocompleted, RecordAdmin):
    """People get a page by an invitation; here it is taken back, even from the last one."""

    brings_back = False

    list_display = ("user", "pole", "level", "created_at", "visited_at")
    list_filter = ("level", RegionFilter)
    list_select_related = ("user", "pole")
    search_fields = ("user__email", "user__name")
    readonly_fields = ("user", "pole", "created_at", "visited_at")
    fieldsets = (
        (None, {
            "fields": ("user", "pole", "level", "created_at", "visited_at"),
            "description": "« Supprimer » lui retire la page ; son compte reste.",
        }),
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class InvitationForm(RecordForm):
    """Whom to invite."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("pole") and cleaned.get("email"):
            coordination.require_invitable(cleaned["pole"], cleaned["email"])
        return cleaned


@admin.register(Invitation)
class InvitationAdmin(FoundByPole, OfOwnPoles, Autocompleted, RecordAdmin):
    """Invite; send again; revoke."""

    brings_back = False

    form = InvitationForm
    list_display = ("email", "pole", "level", "sent_at", "expires_at", "accepted_at", "revoked_at")
    list_filter = ("level", RegionFilter)
    list_select_related = ("pole",)
    search_fields = ("email",)
    autocomplete_fields = ("pole",)
    fieldsets = (
        (None, {
            "fields": ("pole", "email", "level"),
            "description": f"Un courriel part avec un lien personnel, valable {coordination.VALID_DAYS} jours, une seule fois.",
        }),
    )  # fmt: skip
    actions = ("resend", "revoke")

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """A list to read and act on; what was sent is not rewritten."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        made = coordination.invite(obj.pole, obj.email, obj.level, request.user)  # type: ignore[arg-type]
        obj.pk, obj.sent_at, obj.expires_at = made.pk, made.sent_at, made.expires_at
        obj._state.adding = False

    @admin.action(description="Renvoyer les invitations choisies")
    def resend(self, request: HttpRequest, queryset: Any) -> None:
        self.message_user(request, f"Invitations renvoyées : {sum(coordination.resend(one) for one in queryset)}.")

    @admin.action(description="Annuler les invitations choisies")
    def revoke(self, request: HttpRequest, queryset: Any) -> None:
        self.message_user(request, f"Invitations annulées : {sum(coordination.revoke(one) for one in queryset)}.")


@admin.register(NamedContact)
class NamedContactAdmin(FoundByPole, OfOwnPoles, RecordAdmin):
    """People named on pages: their accord is theirs to give; the cell may only forget them."""

    brings_back = False

    list_display = ("name", "pole", "function", "asked_at", "consented_at")
    list_filter = (("consented_at", admin.EmptyFieldListFilter), RegionFilter)
    list_select_related = ("pole",)
    search_fields = ("name", "email")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nowhere: their name would stay there."""
        return []

    def delete_model(self, request: HttpRequest, obj: NamedContact) -> None:
        named_contacts.forget(obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for contact in queryset:
            named_contacts.forget(contact.pk)
