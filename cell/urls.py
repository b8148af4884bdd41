"""Addresses of the cell's own work."""

from django.urls import path

from cell.views.calls import call, calls
from cell.views.committee import cell
from cell.views.unsubscribing import unsubscribe

app_name = "cell"
urlpatterns = [
    path("appels/", calls, name="calls"),
    path("appels/<slug:slug>/", call, name="call"),
    path("cellule/", cell, name="cell"),
    path("cellule/ne-plus-recevoir/<uuid:key>/", unsubscribe, name="unsubscribe"),
]
