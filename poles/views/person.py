"""What the site holds of the person who is signed in: taken away as a file, or erased."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.recent import recent_sign_in_required
from poles.services import persons


@require_safe
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """All that is held about oneself, as a JSON file."""
    user: Any = request.user
    response = JsonResponse(persons.held_about(user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recent_sign_in_required
def erase_me(request: HttpRequest) -> HttpResponse:
    """Erase one's own account, after having signed in again of late."""
    user: Any = request.user
    if request.method == "POST":
        try:
            persons.erase(user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("poles:erase-me")
        logout(request)
        return render(request, "space/erased.html")
    return render(request, "space/erase.html", {"left_alone": persons.left_alone(user)})
