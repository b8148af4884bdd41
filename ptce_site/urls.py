"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from ptce_site import views

handler400 = "ptce_site.views.bad_request"
handler403 = "ptce_site.views.forbidden"
handler404 = "ptce_site.views.not_found"
handler500 = "ptce_site.views.server_error"

urlpatterns = [
    path("", include("cell.urls")),
    path("", include("charter.urls")),  # first: a part of the space of a pole is the charter's
    path("", include("poles.urls")),
    path("mentions-legales/", views.legal_page, {"template": "legal_notice"}, name="legal-notice"),
    path("accessibilite/", views.legal_page, {"template": "accessibility"}, name="accessibility"),
    path("donnees-personnelles/", views.legal_page, {"template": "privacy"}, name="privacy"),
    path("plan-du-site/", views.site_map, name="site-map"),
    path("etat/", views.health, name="health"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("compte/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]
