"""The second factor: staff must have shown one in this session, and changing one ends the other sessions."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset, authenticator_used
from django.contrib.auth import update_session_auth_hash
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User

SHOWN_BY = "second_factor_shown_by"


def is_set(user: User) -> bool:
    """Whether the person has a second factor: codes of an application, or a key."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def was_shown(request: HttpRequest) -> bool:
    """Whether the person signed in has shown a second factor in this session."""
    return bool(request.user.is_authenticated) and request.session.get(SHOWN_BY) == request.user.pk


@receiver([authenticator_used, authenticator_added])
def _remember(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Setting one proves it as using it does."""
    request.session[SHOWN_BY] = user.pk


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def _end_other_sessions(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    user.renew_security_stamp()
    update_session_auth_hash(request, user)
