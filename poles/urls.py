"""Addresses of the directory: a public contract."""

from django.urls import path, re_path

from poles.views.directory import (
    directory,
    directory_atom,
    directory_csv,
    directory_geojson,
    directory_json,
    directory_xlsx,
)
from poles.views.home import home
from poles.views.picture import picture
from poles.views.places import place_search, place_suggestions
from poles.views.pole import pole_page
from poles.views.territory import territory_page

app_name = "poles"
urlpatterns = [
    path("", home, name="home"),
    path("poles/", directory, name="directory"),
    path("poles/csv", directory_csv, name="directory-csv"),
    path("poles/json", directory_json, name="directory-json"),
    path("poles/atom", directory_atom, name="directory-atom"),
    path("poles/xlsx", directory_xlsx, name="directory-xlsx"),
    path("poles/geojson", directory_geojson, name="directory-geojson"),
    path("poles/<slug:slug>/", pole_page, name="pole"),
    path("territoires/", place_search, name="places"),
    path("territoires/json", place_suggestions, name="place-suggestions"),
    path("territoires/<slug:level>/<slug:code>/", territory_page, name="territory"),
    re_path(r"^images/(?P<digest>[0-9a-f]{64})\.webp$", picture, name="picture"),
]
