"""Addresses of the charter, under /charte/."""

from django.urls import path

from charter.views import charter, version

app_name = "charter"
urlpatterns = [
    path("", charter, name="charter"),
    path("<slug:slug>/", version, name="version"),
]
