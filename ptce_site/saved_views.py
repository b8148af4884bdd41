"""Lists of the back office that are kept under a name: in the back office, and above each list."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from ptce_site.models import SavedView
from ptce_site.record_admin import Titled
from ptce_site.record_form import RecordForm

# Of an address, what says where one is in a list and not what it lists.
PLACE_IN_LIST = ("p", "e")
LONGEST_QUERY = 1000


def query_of(request: HttpRequest) -> str:
    """The filters and the search of the address, in one order."""
    kept = QueryDict(mutable=True)
    for name, values in sorted(request.GET.lists()):
        if name not in PLACE_IN_LIST:
            kept.setlist(name, values)
    return kept.urlencode()


def seen_by(user: Any) -> QuerySet[SavedView]:
    """One's own, and those that colleagues share."""
    return SavedView.objects.filter(Q(user=user) | Q(is_shared=True))


def shown_to(site: Any, request: HttpRequest) -> list[SavedView]:
    """The same by name, of the lists that the person may see."""
    lists = {model._meta.label_lower for model, shown in site._registry.items() if shown.has_view_permission(request)}
    return [view for view in seen_by(request.user).order_by("name", "pk") if view.model in lists]


class SavedViewForm(RecordForm):
    """A name, and for whom."""

    class Meta:
        model = SavedView
        fields = ("name", "is_shared")


@admin.register(SavedView)
class SavedViewAdmin(Titled):
    """One's own views: named from a list, renamed and taken away here."""

    form = SavedViewForm
    list_display = ("name", "listed", "is_shared")
    list_filter = ("is_shared",)
    search_fields = ("name",)

    @admin.display(description="liste", ordering="model")
    def listed(self, view: SavedView) -> SafeString:
        shown = next((model for model in self.admin_site._registry if model._meta.label_lower == view.model.lower()), None)
        if shown is None:
            return format_html("{}", "liste qui n'existe plus")
        name = capfirst(str(shown._meta.verbose_name_plural))
        return format_html('<a href="{}">{}</a>', view.get_absolute_url(), name)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SavedView]:
        return SavedView.objects.filter(user=request.user)  # type: ignore[misc]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request) and (obj is None or obj.user_id == request.user.pk)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # from a list only, whose link says which

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name the list that the address says (`liste`, `requete`), if one may see it."""
        model, query = request.GET.get("liste", ""), request.GET.get("requete", "")
        shown = {one._meta.label_lower: of_model for one, of_model in self.admin_site._registry.items()}.get(model)
        if shown is None or not query or len(query) > LONGEST_QUERY:
            raise Http404
        if not shown.has_view_permission(request):
            raise PermissionDenied
        view = SavedView(user=request.user, model=model, query=query)  # type: ignore[misc]
        form = SavedViewForm(request.POST or None, instance=view)
        if request.method == "POST" and form.is_valid():
            try:
                view.validate_constraints()
            except forms.ValidationError as error:
                form.add_error("name", error.messages)
            else:
                form.save()
                return redirect(view.get_absolute_url())
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "Garder cette vue", "form": form}
        context |= {"of": shown.opts.verbose_name_plural, "back": view.get_absolute_url()}
        return TemplateResponse(request, "admin/saved_view.html", context, status=422 if form.errors else 200)
