"""What visitors write to the cell: « Vous animez ce pôle ? », « Signaler une erreur »."""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from poles.enums import Publication
from poles.forms.requests import ClaimForm, ReportForm
from poles.models import Pole
from poles.services import requests
from poles.views.pole import elsewhere

SENT = "envoye"
TOO_MANY = (
    "Trop de messages ont été envoyés d'ici en peu de temps. Ce que vous avez écrit est gardé : réessayez dans une heure."
)


@require_http_methods(["GET", "HEAD", "POST"])
def pole_claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to keep a pole's page; the answer is the same whoever asks."""
    pole = Pole.objects.filter(slug=slug).first()
    if pole is None or pole.publication != Publication.PUBLISHED:
        return elsewhere(request, pole, slug, "poles:pole-claim")
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if _is_sent(request, form, "claim"):
        requests.claim(pole, **form.cleaned_data)
        return redirect(f"{request.path}?{SENT}")
    context = {"pole": pole, "form": form, "is_sent": SENT in request.GET}
    return render(request, "poles/claim.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Tell of an error, on the page of the pole named by `pole` (its slug) if there is one."""
    pole = Pole.objects.published().filter(slug=request.GET.get("pole", "")).first()
    form = ReportForm(request.POST if request.method == "POST" else None)
    if _is_sent(request, form, "report"):
        form.instance.pole = pole
        form.save()
        return redirect(f"{reverse('poles:report')}?{SENT}")
    context = {"pole": pole, "form": form, "is_sent": SENT in request.GET}
    return render(request, "poles/report.html", context, status=_status(form))


def _is_sent(request: HttpRequest, form: Any, action: str) -> bool:
    """Whether the form was sent, is right, and is not one too many: which it then tells."""
    if request.method != "POST" or not form.is_valid():
        return False
    if ratelimit.consume(request, action=action):
        return True
    form.add_error(None, TOO_MANY)
    return False


def _status(form: Any) -> int:
    if not form.errors:
        return 200
    return 429 if TOO_MANY in form.non_field_errors() else 422
