"""Pictures, at addresses made of their content: they never change."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse

from poles.models import Picture, Pole
from ptce_site.reading import reading_only

ONE_YEAR = 365 * 24 * 3600


@reading_only
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """The picture whose SHA-256 is `digest`, as WebP, while a published pole shows it."""
    shown = Pole.objects.published().filter(picture=OuterRef("pk"))
    content = Picture.objects.filter(Exists(shown), digest=digest).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    response = HttpResponse(bytes(content), content_type="image/webp")
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
