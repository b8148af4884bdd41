"""A person's own account."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.second_factor import is_set


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """How one signs in, and where to go."""
    return render(request, "accounts/account.html", {"second_factor": is_set(request.user)})  # type: ignore[arg-type]
