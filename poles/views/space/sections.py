"""Changing one part of a pole's page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from poles import rights
from poles.forms.sections import SECTIONS
from poles.models import Pole
from poles.services import proposals
from poles.views.space.editing import Editing


class SectionEditing(Editing):
    """One of SECTIONS, kept under its name."""

    template = "space/section.html"

    def form(self, pole: Pole, data: Any = None, files: Any = None) -> Any:
        return SECTIONS[self.kept_as].form(pole, proposals.drafted(pole), data, files)

    def names(self) -> dict[str, Any]:
        return {"title": SECTIONS[self.kept_as].title}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Change one part of the page. `action` may keep what is typed, forget it, or show what would change."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    if name not in SECTIONS:
        raise Http404
    return SectionEditing(request, pole, name).respond()
