"""The people named on a pole's page: an editor asks, each agrees or withdraws by a link of their own."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from poles import rights
from poles.forms.contacts import NamedContactForm
from poles.models import NamedContact
from poles.services import named_contacts


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is named, who was asked; an editor asks another."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=request.method == "POST")
    form = NamedContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not ratelimit.consume(request, action="invite", user=request.user):
                raise ValidationError("Trop de courriels en peu de temps : réessayez dans une heure.")
            named_contacts.ask(pole, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)  # type: ignore[arg-type]
        else:
            messages.success(request, f"Nous écrivons à {form.cleaned_data['name']} : son nom paraîtra avec son accord.")
            return redirect("poles:space-contacts", pole.slug)
    context = {"pole": pole, "form": form, "people": pole.named_contacts.all(), "may_edit": rights.may_edit(request.user, pole)}
    return render(request, "space/contacts.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def remove_contact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Name somebody no longer."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    contact = get_object_or_404(NamedContact, pk=pk, pole=pole)
    named_contacts.forget(contact.pk)
    messages.success(request, f"{contact.name} n'est plus sur la page, ni dans l'annuaire.")
    return redirect("poles:space-contacts", pole.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """The person's own page: reading it changes nothing; the buttons agree or withdraw, at any time."""
    pk = named_contacts.key_of(token)
    if pk is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("action") == "accepter":
            named_contacts.consent(pk)
        elif request.POST.get("action") == "retirer":
            named_contacts.forget(pk)
    contact = NamedContact.objects.select_related("pole").filter(pk=pk).first()
    return render(
        request, "space/consent.html", {"contact": contact}, status=200 if contact or request.method == "POST" else 410
    )
