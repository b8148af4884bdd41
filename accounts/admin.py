"""Accounts in the back office."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.http import HttpRequest
from django.utils.module_loading import import_string

from accounts.links import post_password_link
from accounts.models import StaffRole, User
from ptce_site.record_admin import RecordAdmin
from ptce_site.record_form import RecordForm
from ptce_site.row_links import WithLinks


class WithRegions(RecordForm):
    """An account, whose régions are ticked."""

    region_codes = forms.MultipleChoiceField(
        label="Régions", help_text="De l'équipe régionale seulement.", required=False,
        choices=lambda: import_string(settings.STAFF_REGIONS)(), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """A code that is a région's no more stays ticked until somebody takes it away."""
        super().__init__(*arguments, **options)
        field: Any = self.fields.get("region_codes")
        if field is not None:
            known = list(field.choices)
            field.choices = [*known, *((code, code) for code in self.instance.region_codes if code not in dict(known))]


class UserForm(WithRegions, UserChangeForm):
    """An account that is there."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stays = cleaned.get("role") == StaffRole.NATIONAL and cleaned.get("is_active")
        national = User.objects.filter(role=StaffRole.NATIONAL, is_active=True)
        if not stays and national.filter(pk=self.instance.pk).exists() and not national.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("C'est le dernier compte de l'équipe nationale : donnez d'abord ce rôle à un autre.")
        return cleaned


class NewUserForm(WithRegions):
    """A new account, known by its address: its person chooses the password."""

    class Meta:
        model = User
        fields = ("email", "name", "role", "region_codes")


@admin.register(User)
class UserAdmin(WithLinks, RecordAdmin, DjangoUserAdmin):
    """Accounts are switched off; deleted when their person asks, as they would do it themselves: history and letters too."""

    brings_back = False

    form = UserForm
    add_form = NewUserForm
    add_form_template = None
    list_display = ("email", "name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active", "last_login")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("last_login", "created_at")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Droits", {"fields": ("is_active", "role", "region_codes")}),
        ("Suivi", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = (
        (None, {
            "fields": ("email", "name", "role", "region_codes"),
            "description": "Un courriel lui part, avec un lien pour choisir son mot de passe. Sans rôle, ce compte n'ouvre pas "
            "le back office.",
        }),
    )  # fmt: skip

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        post_password_link(obj)
        messages.success(request, f"Un courriel part à {obj.email}, avec le lien pour choisir un mot de passe.")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """None: an account is erased alone, and looked at first."""
        return {}

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The role of a member of the cell is taken first."""
        return super().has_delete_permission(request, obj) and not (obj and obj.role)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with an account is its own: no other right is asked for it."""
        shown, counts, _, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(), protected

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        import_string(settings.ERASE_PERSON)(obj)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nowhere: their address would stay there."""
        return []
