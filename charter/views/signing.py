"""Signing the charter: the form, kept as typed; the code that confirms; what then happens."""

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from charter.enums import SignatureState, VersionState
from charter.forms.signing import ANOTHER_VERSION, LONGEST_EMAIL, SigningForm
from charter.models import CharterVersion, Signature, SigningDraft
from charter.models.signature import LIVE
from charter.services import signatures, signing
from poles import composition, rights
from poles.models import Pole
from poles.services.kept_forms import as_sent

KEEP, REVIEW = "garder", "revoir"
TOO_MANY = (
    "Trop de demandes sont venues d'ici en peu de temps. Ce que vous avez écrit est encore là : réessayez dans une heure."
)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """Sign for a pole; `pole` is the slug of one of the directory. Says why when nothing can be signed."""
    version = current_version()
    if version is None:
        return render(request, "charter/nothing_to_sign.html")
    asked = request.GET.get("pole", "")
    pole = Pole.objects.published().filter(slug=asked).first() if asked else None
    if asked and pole is None and request.method != "POST":
        messages.warning(request, f"Aucun pôle publié n'a l'adresse « {asked[:60]} » : dites pour quel pôle vous signez.")
    if pole and request.method != "POST" and pole.signatures.filter(LIVE, version=version).exists():
        messages.warning(request, f"{pole} a déjà signé cette version, ou sa signature est en cours d'examen.")
    form = SigningForm(version, pole, request.POST if request.method == "POST" else None)
    return _answer(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Go on with what was begun: the address that was sent. `revoir` shows what is wrong in it."""
    draft, version = signing.find(key), current_version()
    if draft is None or _is_over(draft):
        return _over(request, draft)
    if version is None:
        return render(request, "charter/nothing_to_sign.html")
    sent = request.method == "POST"
    form = SigningForm(version, _pole_of(draft), request.POST if sent else as_sent(draft.typed))
    if not sent and REVIEW not in request.GET:
        if form.is_of_another and draft.typed.get("version"):
            messages.warning(request, ANOTHER_VERSION)
        form.forget_errors()  # nobody asked to send it yet
    return _answer(request, form, draft)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Type the code, or press the button that the link leads to. Reading this page does nothing."""
    draft, version = signing.find(key), current_version()
    if draft is None or _is_over(draft):
        return _over(request, draft)
    if version is None:
        return render(request, "charter/nothing_to_sign.html")
    form = SigningForm(version, _pole_of(draft), as_sent(draft.typed))
    if not form.is_valid():
        return redirect(f"{reverse('charter:sign-draft', args=[draft.key])}?{REVIEW}")
    error = ""
    if request.method == "POST":
        if request.POST.get("action") == "code":
            return _send_again(request, draft, form)
        try:
            signing.check_code(draft, request.POST.get("code", ""))
            signing.confirm(draft, form.signature(draft.signature))
        except ValidationError as problem:
            error = " ".join(problem.messages)
        else:
            return redirect("charter:sign-done")
    context = {"draft": draft, "form": form, "version": version, "error": error, "code": request.GET.get("code", "")[:12]}
    return render(request, "charter/confirm.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD"])
def sign_done(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "charter/sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def space(request: HttpRequest, slug: str) -> HttpResponse:
    """The charter in the space of a pole: its signatures, its composition, and signing with one's identity filled in."""
    user: Any = request.user
    pole = rights.own_pole_or_404(user, slug, to_edit=request.method == "POST")
    version = current_version()
    signed = list(pole.signatures.select_related("version", "renewed_by").order_by("-sent_at"))
    current = [one for one in signed if version and one.version_id == version.pk]
    begun = any(one.state in (SignatureState.SENT, SignatureState.REGISTERED) for one in current)
    to_complete = next((one for one in current if one.state == SignatureState.INCOMPLETE), None)
    form = None
    if version and not begun and rights.may_edit(user, pole):
        known = {"signatory_name": user.name, "email": user.email}
        if to_complete:
            known |= {name: getattr(to_complete, name) for name in ("signatory_function", "statement", "shows_signatory")}
        form = SigningForm(version, pole, request.POST if request.method == "POST" else None, known)
        form.fields["email"].disabled = True  # proved when one signed in
        if request.method == "POST" and form.is_valid() and _sent_from_space(request, form, to_complete):
            return redirect("charter:space", pole.slug)
    context = {
        "pole": pole,
        "version": version,
        "signed": signed,
        "form": form,
        "to_complete": to_complete,
        "composition": composition.of(pole),
    }
    return render(request, "charter/space.html", context, status=422 if form and form.errors else 200)


def current_version() -> CharterVersion | None:
    """The version that one may sign; None when there is nothing to sign."""
    version = CharterVersion.objects.filter(state=VersionState.CURRENT).first()
    return version if version and version.may_be_signed else None


def _sent_from_space(request: HttpRequest, form: SigningForm, to_complete: Signature | None) -> bool:
    try:
        signatures.send(form.signature(to_complete))
    except ValidationError as error:
        form.add_error(None, error.messages)  # type: ignore[arg-type]
        return False
    messages.success(request, "C'est signé : la signature est vérifiée avant d'être mise au registre.")
    return True


def _answer(request: HttpRequest, form: SigningForm, draft: SigningDraft | None) -> HttpResponse:
    """Keep, or send the code, as the button asks; else the form."""
    if request.method == "POST":
        done = _keep(request, form, draft) if request.POST.get("action") == KEEP else _send_code(request, form, draft)
        if done:
            return done
    context = {"form": form, "version": form.charter_version, "pole": form.pole, "draft": draft, "days": signing.KEPT_DAYS}
    status = 200 if not form.errors else 429 if TOO_MANY in form.non_field_errors() else 422
    return render(request, "charter/sign.html", context, status=status)


def _keep(request: HttpRequest, form: SigningForm, draft: SigningDraft | None) -> HttpResponse | None:
    """Only the e-mail is looked at: without it, nobody could come back."""
    email = request.POST.get("email", "").strip()
    form.forget_errors()
    try:
        forms.EmailField(max_length=LONGEST_EMAIL).clean(email)
    except ValidationError as error:
        form.add_error("email", error.messages)  # type: ignore[arg-type]
        return None
    try:
        if not ratelimit.consume(request, action="sign"):
            raise ValidationError(TOO_MANY)
        signing.keep(_data(request, form), email, draft)
    except ValidationError as error:
        form.add_error(None, error.messages)  # type: ignore[arg-type]
        return None
    messages.success(request, f"Votre saisie est gardée {signing.KEPT_DAYS} jours : son adresse est envoyée à {email}.")
    return redirect(request.get_full_path())


def _send_code(request: HttpRequest, form: SigningForm, draft: SigningDraft | None) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        signature = form.signature(draft.signature if draft else None)
        signature.full_clean(exclude=["number"])
        if not ratelimit.consume(request, action="sign"):
            raise ValidationError(TOO_MANY)
        kept = signing.send_code(_data(request, form), form.cleaned_data["email"], signature.name, draft)
    except ValidationError as error:
        form.add_error(None, error.messages)  # type: ignore[arg-type]
        return None
    return redirect("charter:sign-confirm", kept.key)


def _send_again(request: HttpRequest, draft: SigningDraft, form: SigningForm) -> HttpResponse:
    if ratelimit.consume(request, action="sign"):
        signing.send_code(as_sent(draft.typed), draft.email, form.signature(draft.signature).name, draft)
        messages.success(request, f"Un autre code est envoyé à {draft.email} ; le précédent ne sert plus.")
    else:
        messages.error(request, TOO_MANY)
    return redirect("charter:sign-confirm", draft.key)


def _data(request: HttpRequest, form: SigningForm) -> Any:
    """What is typed, and the pole that the address named: never one that the browser would name by itself."""
    data = request.POST.copy()
    data.pop("pole", None)
    if form.pole:
        data["pole"] = form.pole.slug
    return data


def _pole_of(draft: SigningDraft) -> Pole | None:
    """The pole of the signature to complete, else the one that was given when the form was opened, not chosen in it."""
    if draft.signature:
        return draft.signature.pole
    return Pole.objects.published().filter(slug__in=draft.typed.get("pole", [])).first()


def _is_over(draft: SigningDraft) -> bool:
    """Whether it was confirmed, or is of a signature that awaits nothing from its signatory any more."""
    return bool(draft.confirmed_at or (draft.signature and draft.signature.state != SignatureState.INCOMPLETE))


def _over(request: HttpRequest, draft: SigningDraft | None) -> HttpResponse:
    """Nothing here: erased, never was, confirmed or decided already."""
    return render(request, "charter/over.html", {"draft": draft}, status=404 if draft is None else 200)
