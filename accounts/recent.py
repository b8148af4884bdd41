"""Pages for who has just signed in: a session left open on a shared computer does not open them."""

import functools
import time
from collections.abc import Callable
from typing import Any

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def recent_sign_in_required(view: View) -> View:
    """Ask for the password or second factor again; who has neither, and signs in by a code sent by mail, for another code.

    django-allauth asks the latter nothing; here they have signed in within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds.
    """
    checked: Any = reauthentication_required(view)

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not get_reauthentication_flows(request.user):
            latest = max((record["at"] for record in get_authentication_records(request, request.user)), default=0)
            if latest < time.time() - REAUTHENTICATION_TIMEOUT:
                logout(request)
                return redirect_to_login(request.path)
        response: HttpResponseBase = checked(request, *args, **kwargs)
        return response

    return wrapped
