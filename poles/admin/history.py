"""What changed on a pole, when, by whom and from where; and the page brought back to what it was."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime

from poles import history, rights
from poles.models import Pole
from poles.services import versions
from ptce_site.differences import difference
from ptce_site.record_admin import RecordAdmin
from ptce_site.row_history import page_asked
from ptce_site.row_links import WithLinks


class WithVersions(WithLinks, RecordAdmin):
    """The history of poles, in the place of the admin's own, which only knows what was done in the admin."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.version_view)
        return [path("<path:object_id>/history/<int:moment>/", view, name="poles_pole_version"), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Moments, latest first; `page` counts from 1."""
        pole = self._pole(request, object_id)
        page = page_asked(request.GET.get("page", "1"))
        moments, has_older = history.moments(pole, page, for_staff=True)
        context = {**self._context(request, pole), "title": f"{pole} : historique", "moments": moments}
        context |= {"newer": page - 1, "older": page + 1 if has_older else 0}
        return TemplateResponse(request, "admin/poles/pole_history.html", context)

    def version_view(self, request: HttpRequest, object_id: str, moment: int) -> HttpResponse:
        """What separates the page from what it was just after a moment; POST brings back what is ticked."""
        pole = self._pole(request, object_id)
        try:
            at = history.EPOCH + moment * history.ONE_MICROSECOND
        except OverflowError as error:
            raise Http404 from error
        problems: list[str] = []
        if request.method == "POST":
            if not self.has_change_permission(request, pole):
                raise PermissionDenied
            keys = request.POST.getlist("retablir")
            try:
                with transaction.atomic():
                    count = versions.restore(pole, at, keys) if keys else 0
                    rights.require_still_reviewed(request.user, pole)
            except ValidationError as error:
                problems = error.messages
            else:
                if count:
                    messages.success(request, f"{pole} : {count} rétabli{'s' if count > 1 else ''}.")
                    return redirect("admin:poles_pole_history", pole.pk)
                problems = ["Rien n'est coché : rien n'a changé."]
        steps = versions.steps_to(pole, at)
        context = {
            **self._context(request, pole),
            "title": f"{pole} : le {_said(at)}",
            "steps": [{"step": step, "pieces": difference(step.now, step.then)} for step in steps],
            "problems": problems,
            "can_restore": self.has_change_permission(request, pole),
        }
        return TemplateResponse(request, "admin/poles/pole_version.html", context, status=422 if problems else 200)

    def _pole(self, request: HttpRequest, object_id: str) -> Pole:
        pole: Pole | None = self.get_object(request, object_id)  # type: ignore[assignment]
        if pole is None:
            raise Http404
        if not self.has_view_permission(request, pole):
            raise PermissionDenied
        return pole

    def _context(self, request: HttpRequest, pole: Pole) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "pole": pole}


def _said(at: datetime.datetime) -> str:
    return date_format(localtime(at), "j F Y à H:i:s")
