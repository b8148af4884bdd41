"""Pictures, at addresses made of their content: they never change."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from poles.models import Picture

ONE_YEAR = 365 * 24 * 3600


@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """The picture whose SHA-256 is `digest`, as WebP."""
    content = Picture.objects.filter(digest=digest).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    response = HttpResponse(bytes(content), content_type="image/webp")
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
