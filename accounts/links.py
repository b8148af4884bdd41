"""One-time links. Opening one changes nothing: only the form behind it does, so a mail scanner cannot use it up."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User


def password_link(user: User) -> str:
    """The address where `user` chooses a password; it holds for PASSWORD_RESET_TIMEOUT and until one is chosen."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("accounts:choose-password", args=[uid, default_token_generator.make_token(user)])
    return f"{settings.SITE_URL}{path}"
