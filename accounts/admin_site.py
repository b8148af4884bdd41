"""The back office opens to staff who have shown a second factor in their session."""

import re
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, When
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.module_loading import import_string
from django.utils.text import slugify

# Rights are those of a role (`poles.rights`), and a second factor is its owner's: neither is kept by hand.
KEPT_ELSEWHERE = ("auth.group", "mfa.authenticator", "account.emailaddress")

MOST_KINDS = 2**31 - 1
MOST_NAMED = 5


@admin.action(permissions=["delete"], description="Supprimer ce qui est coché")
def delete_checked(page: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
    """The library's, in words that agree with whatever is listed; which rows do not go is told in the list."""
    kept = [str(row) for row in queryset if not page.has_delete_permission(request, row)]
    if kept:
        more = f", et {len(kept) - MOST_NAMED} autres" if len(kept) > MOST_NAMED else ""
        messages.error(request, f"Rien n'est supprimé : {', '.join(kept[:MOST_NAMED])}{more} ne se supprime pas ici.")
        return None
    asked = delete_selected(page, request, queryset)
    if asked is not None and asked.context_data is not None:
        asked.context_data["title"] = f"Supprimer : {page.opts.verbose_name_plural}"
    return asked


class Choices(AutocompleteJsonView):
    """What is proposed while one types; a list may tell its rows apart by more than their name (`chosen_as`)."""

    def get_queryset(self) -> Any:
        """With what the names of rows read; those whose name is what is typed, or begins with it, first."""
        related, found = self.model_admin.list_select_related, super().get_queryset()
        found = found if isinstance(related, bool) else found.select_related(*related)
        term = self.term.strip()
        if not term or not any(field.name == "name" for field in found.model._meta.fields):
            return found
        named = {"iexact": term, "istartswith": term, "iregex": rf"\m{re.escape(term)}"}
        ranks = (
            When(**{f"name__unaccent__{lookup}": typed, "then": rank}) for rank, (lookup, typed) in enumerate(named.items())
        )
        near = Case(*ranks, default=len(named), output_field=IntegerField())
        return found.order_by(near, *(found.query.order_by or found.model._meta.ordering))

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """The key and the words of a row."""
        chosen_as = getattr(self.model_admin, "chosen_as", str)
        return {**super().serialize_result(obj, to_field_name), "text": chosen_as(obj)}


class StaffSite(AdminSite):
    """The back office."""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")
        self.add_action(delete_checked, "delete_selected")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        """With our words."""
        return Choices.as_view(admin_site=self)(request)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """As usual, but for what is kept elsewhere."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([model for model in models if model._meta.label_lower not in KEPT_ELSEWHERE], admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff, second factor shown."""
        from accounts.second_factor import was_shown

        return super().has_permission(request) and was_shown(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """As usual, under the name of the site as the staff has set it."""
        from ptce_site.site_settings import site_name  # models are loaded after the site is made

        title = f"{site_name()} – back office"
        return {**super().each_context(request), "site_header": title, "site_title": title}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The lists that the person may see; those of all apps are grouped by what they serve (`settings.STAFF_LISTS`)."""
        apps: list[Any] = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        seen = {f"{app['app_label']}.{shown['object_name']}": shown for app in apps for shown in app["models"]}
        groups = {
            name: [seen[label] for label in labels.split() if label in seen] for name, labels in settings.STAFF_LISTS.items()
        }
        return [
            {"name": name, "app_label": slugify(name), "app_url": "", "has_module_perms": True, "models": models}
            for name, models in groups.items()
            if models
        ]

    def get_urls(self) -> list[Any]:
        """As usual, but for « voir sur le site »: the stock page looks for a record that the person may not see."""
        route = "r/<int:content_type_id>/<path:object_id>/"
        return [path(route, self.admin_view(self.on_site), name="view_on_site"), *super().get_urls()]

    def on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
        """The public page of a record of the back office."""
        from django.contrib.contenttypes.models import ContentType

        kind = ContentType.objects.filter(pk=min(content_type_id, MOST_KINDS)).first()
        shown_by: Any = self._registry.get(kind.model_class()) if kind else None  # type: ignore[arg-type]
        if shown_by is None or not hasattr(shown_by.model, "get_absolute_url") or not shown_by.has_view_permission(request):
            raise Http404
        record = shown_by.get_object(request, object_id)
        if record is None or not shown_by.has_view_permission(request, record):
            raise Http404
        return redirect(record.get_absolute_url())

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """First what waits for the person, oldest first; then the views kept, and what each app has to tell of its records."""
        from ptce_site.saved_views import shown_to

        user = request.user
        waiting = [row for name in settings.STAFF_WAITING for row in import_string(name)(user) if row.count]
        # A day, then a moment: told apart only by their text, which begins alike.
        waiting.sort(key=lambda row: (row.oldest is not None, str(row.oldest)))
        told = {key: import_string(name)(user) for key, name in settings.STAFF_TOLD.items()}
        context = {"waiting": waiting, "views": shown_to(self, request), **told, **(extra_context or {})}
        return super().index(request, context)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one place to sign in: lead there, or to what is missing, and back."""
        from accounts.second_factor import is_set

        asked = request.GET.get("next", "")
        following = asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else reverse("admin:index")
        if self.has_permission(request):
            return redirect(following)
        if not super().has_permission(request):
            if request.user.is_authenticated:
                raise PermissionDenied("Cette partie est celle de l'équipe de la cellule.")
            name = "account_login"
        else:
            name = "mfa_reauthenticate" if is_set(request.user) else "mfa_index"  # type: ignore[arg-type]
        return redirect(f"{reverse(name)}?{urlencode({'next': following})}")


class StaffSiteConfig(AdminConfig):
    """Django's admin, with our site."""

    default_site = "accounts.admin_site.StaffSite"
