"""One-time links. Opening one changes nothing: only the form behind it does, so a mail scanner cannot use it up."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User
from ptce_site import letters
from ptce_site.site_settings import site_name


def password_link(user: User) -> str:
    """The address where `user` chooses a password; it holds for PASSWORD_RESET_TIMEOUT and until one is chosen."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("accounts:choose-password", args=[uid, default_token_generator.make_token(user)])
    return f"{settings.SITE_URL}{path}"


def post_password_link(user: User) -> None:
    """Write to `user`, whose account is new, where to choose a password."""
    said = {
        "SITE_NAME": site_name(), "address": password_link(user), "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
        "sign_in": settings.SITE_URL + reverse("account_login"), "is_staff": user.role,
    }  # fmt: skip
    letters.post(user.email, "Votre compte dans l'annuaire", render_to_string("letters/account_opened.txt", said))
