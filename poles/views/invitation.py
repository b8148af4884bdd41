"""The page behind an invitation's link. Opening it changes nothing, so that a scanner of mail cannot use it up."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from poles.forms.team import AcceptForm
from poles.models import Invitation
from poles.services import coordination


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say who invites to what; the form behind accepts.

    Whoever has no account gets one and is signed in, for the link reached their address; others sign in as they usually do.
    """
    found = coordination.invitation_of(token)
    if found is None:
        raise Http404
    if not coordination.is_open(found):
        return _over(request, found)
    is_new = not User.objects.filter(email=found.email).exists()
    form = AcceptForm(request.POST or None) if is_new else None
    someone_else = request.user.is_authenticated and request.user.email != found.email
    if request.method != "POST" or someone_else or (form is not None and not form.is_valid()):
        context = {"invitation": found, "form": form, "someone_else": someone_else}
        return render(request, "space/invitation.html", context, status=422 if form is not None and form.errors else 200)
    return _accept(request, found, form.cleaned_data["name"] if form is not None else "", is_new)


def _accept(request: HttpRequest, found: Invitation, name: str, is_new: bool) -> HttpResponse:
    coordinator = coordination.accept(found, name)
    if coordinator is None:
        found.refresh_from_db()
        return _over(request, found)
    if is_new:
        login(request, coordinator.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, "Bienvenue : cette page est la vôtre.")
    return redirect("poles:space", found.pole.slug)


def _over(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Why an invitation opens nothing: used, ended, or for an account that was closed."""
    context = {"invitation": found, "is_account_closed": coordination.is_open(found)}
    return render(request, "space/invitation_over.html", context, status=410)
