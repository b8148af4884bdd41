"""A bare Django project whose only view answers the same 30 kB: what a page costs before anything is done."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="constant", ALLOWED_HOSTS=["*"], ROOT_URLCONF="benchmarks.constant", MIDDLEWARE=[])
PAGE = ("<!doctype html><title>Constante</title>" + "<p>Toujours la même chose.</p>" * 1200)[: 30 * 1024].encode()


def constant(request):
    """The same bytes."""
    return HttpResponse(PAGE)


urlpatterns = [path("", constant)]
application = get_wsgi_application()
