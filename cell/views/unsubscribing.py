"""Receiving no more general information: a link, then a button, so that a scanner's visit decides nothing."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cell.models import MailingLetter
from cell.services import mailings


@csrf_exempt  # mail programs send it for the reader: the key is the right to
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, then do."""
    if request.method == "POST":
        if not mailings.unsubscribe(key):
            raise Http404
        return render(request, "cell/unsubscribed.html", {"done": True})
    if not MailingLetter.objects.exclude(email="").filter(key=key).exists():
        raise Http404
    return render(request, "cell/unsubscribed.html", {"done": False})
