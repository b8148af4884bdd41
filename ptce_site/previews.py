"""A public page as it would be with what is typed in a form of the back office, which is not written."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve

from ptce_site.remembered import anew

NOTICE = (
    '<p class="notice" role="status">Aperçu : rien n\'est enregistré, et personne d\'autre ne voit cette page. '
    "Fermez cet onglet pour revenir au formulaire.</p>"
)


class WithPreview(admin.ModelAdmin):
    """Buttons beside « Enregistrer » that open public pages as the form would make them."""

    previews: dict[str, Callable[[Any], str]] = {}
    """By the words of the button, the address to show of a record as it is typed."""
    change_form_template = "admin/previewed_form.html"

    def render_change_form(  # type: ignore[override]
        self, request: HttpRequest, context: dict[str, Any], **named: Any
    ) -> HttpResponse:
        """With the buttons; the one pressed is `_apercu`."""
        may_write = self.has_add_permission(request) if named.get("add") else self.has_change_permission(request)
        context["previews"] = list(self.previews) if may_write else []
        return super().render_change_form(request, context, **named)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._preview(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._preview(request, obj) or super().response_change(request, obj)

    def _preview(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """The page asked for; the transaction that wrote the form is taken back."""
        pressed = request.POST.get("_apercu")
        if pressed is None:
            return None
        page = page_at(request, self.previews[pressed](obj)) if pressed in self.previews else None
        transaction.set_rollback(True)
        if page is None:
            raise Http404
        response = HttpResponse(page.content.replace(b"<body>", b"<body>" + NOTICE.encode(), 1))  # type: ignore[attr-defined]
        response["Cache-Control"] = "no-store"
        return response


def page_at(request: HttpRequest, address: str) -> HttpResponseBase:
    """The answer to a stranger who would ask for that address now, inside this transaction."""
    parts = urlsplit(address)
    environment = {
        **{name: value for name, value in request.META.items() if not name.startswith(("HTTP_IF_", "HTTP_COOKIE"))},
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "CONTENT_LENGTH": "0",
        "wsgi.input": io.BytesIO(),
    }
    view, positional, named = resolve(parts.path)
    with anew():
        answer: HttpResponseBase = view(WSGIRequest(environment), *positional, **named)
    return answer
