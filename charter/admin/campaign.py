"""Campaigns in the back office: written, tried on oneself, sent, held, followed by région."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from charter import rights
from charter.enums import CampaignState
from charter.models import Campaign
from charter.services import campaigns
from ptce_site.record_admin import RecordAdmin

ACTIONS: dict[str, Callable[[Any, int], Campaign]] = {
    "envoyer": campaigns.start,
    "pause": campaigns.pause,
    "reprendre": campaigns.resume,
    "rappeler": campaigns.remind,
    "terminer": campaigns.end,
}


@admin.register(Campaign)
class CampaignAdmin(RecordAdmin):
    """A draft is written freely; once it is sent, its words stay as they were sent."""

    brings_back = False

    list_display = ("subject", "version", "state", "round", "created_at")
    list_filter = ("state",)
    list_select_related = ("version",)
    search_fields = ("subject",)
    fields = ("version", "subject", "text")
    change_form_template = "admin/charter/campaign.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.decides_signatures(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.decides_signatures(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rights.decides_signatures(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return rights.decides_signatures(request.user) and (obj is None or obj.state == CampaignState.DRAFT)

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return self.has_change_permission(request, obj) and obj is not None

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/agir/", wrap(self.act_view), name="charter_campaign_act"),
            path("<int:pk>/csv/", wrap(self.csv_view), name="charter_campaign_csv"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        campaign = kwargs.get("obj")
        if campaign is not None:
            addresses = campaigns.waiting(campaign).values("address").distinct()
            context |= {"progress": campaigns.progress(campaign), "to_write": addresses.count()}
        return super().render_change_form(request, context, *args, **kwargs)

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a button asks: of a campaign, by POST only."""
        campaign = self._campaign(request, pk)
        action = request.POST.get("action", "")
        if request.method == "POST":
            if campaign.state == CampaignState.DRAFT and "text" in request.POST:
                # The buttons stand in the form of its words: what is typed is what is sent.
                form = self.get_form(request, campaign, change=True)(request.POST, instance=campaign)
                if not form.is_valid():
                    return self.change_view(request, str(pk))
                campaign = form.save()
            try:
                if action == "essayer":
                    campaigns.send_to_self(request.user, campaign)  # type: ignore[arg-type]
                    messages.success(request, f"Un essai part à {request.user}.")
                elif action in ACTIONS:
                    done = ACTIONS[action](request.user, pk)
                    messages.success(request, f"{done} : {done.get_state_display()}.")
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
        return redirect("admin:charter_campaign_change", pk)

    def csv_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Where each pole stands."""
        campaign = self._campaign(request, pk)
        response = StreamingHttpResponse(campaigns.as_csv(campaign), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="campagne.csv"'
        return response

    def _campaign(self, request: HttpRequest, pk: int) -> Campaign:
        if not rights.decides_signatures(request.user):
            raise PermissionDenied
        campaign = Campaign.objects.select_related("version").filter(pk=pk).first()
        if campaign is None:
            raise Http404
        return campaign
