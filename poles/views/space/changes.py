"""What forms of the space have in common: what they hold is published or proposed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from poles.models import Pole
from poles.services import proposals
from poles.services.changes import Wanted

# What the button of a form asks when somebody else wrote meanwhile, and theirs is kept.
THEIRS = "leur"


def save(request: HttpRequest, pole: Pole, form: Any, wanted: list[Wanted] | None = None) -> bool:
    """Publish or propose what the form holds, and say so; false when it cannot be, which the form then tells."""
    wanted = form.wanted() if wanted is None else wanted
    try:
        done = proposals.save(request.user, pole, wanted) if wanted else None  # type: ignore[arg-type]
    except ValidationError as error:
        for subject, texts in error.message_dict.items():
            for text in texts:
                form.add_error(subject if subject in form.fields else None, text)
        return False
    if not wanted:
        messages.success(request, "Rien n'avait changé.")
    elif done is None:
        messages.success(request, "La page dit déjà cela.")
    else:
        messages.success(request, "C'est publié." if done.is_direct else "C'est dans votre proposition.")
    return True
