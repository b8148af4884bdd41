"""Addresses of the cell's own work."""

from django.urls import path

from cell.views.calls import call, calls
from cell.views.committee import cell

app_name = "cell"
urlpatterns = [
    path("appels/", calls, name="calls"),
    path("appels/<slug:slug>/", call, name="call"),
    path("cellule/", cell, name="cell"),
]
