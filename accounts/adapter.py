"""What allauth asks of us: accounts are opened by the cell only, and where a person goes once signed in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ptce_site import letters
from ptce_site.site_settings import site_name


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account alone."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter in the name of the site, whatever host was asked."""
        names = {"site_name": site_name(), "site_url": settings.SITE_URL}
        message = self.render_mail(template_prefix, email, {"email": email, **names, **context})
        letters.post(email, message.subject, message.body)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The back office for staff, the pages that they keep for others."""
        staff = request.user.is_authenticated and request.user.is_staff
        return reverse("admin:index") if staff else settings.LOGIN_REDIRECT_URL
