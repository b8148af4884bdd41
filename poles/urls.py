"""Addresses of the directory: a public contract."""

from django.conf import settings
from django.urls import path, re_path

from poles.views.components import components
from poles.views.directory import (
    directory,
    directory_atom,
    directory_csv,
    directory_geojson,
    directory_json,
    directory_points,
    directory_xlsx,
)
from poles.views.figures import figures, method
from poles.views.history import pole_history
from poles.views.home import home
from poles.views.invitation import invitation
from poles.views.organisation import organisation_page, organisations
from poles.views.pages import contact, glossary, sitemap_index, sitemap_pages, sitemap_poles
from poles.views.person import erase_me, my_data
from poles.views.picture import picture
from poles.views.places import place_search, place_suggestions
from poles.views.pole import pole_page, pole_sheet
from poles.views.requests import pole_claim, report
from poles.views.space.contacts import consent, contacts, remove_contact
from poles.views.space.home import confirm, space, spaces
from poles.views.space.proposal import proposal, proposal_action, undo
from poles.views.space.rows import paste, remove_row, row, rows
from poles.views.space.sections import section
from poles.views.space.team import colleague, invitation_action, leave, team
from poles.views.territory import territory_page

app_name = "poles"
urlpatterns = [
    path("", home, name="home"),
    path("poles/", directory, name="directory"),
    path("poles/csv", directory_csv, name="directory-csv"),
    path("poles/json", directory_json, name="directory-json"),
    path("poles/atom", directory_atom, name="directory-atom"),
    path("poles/xlsx", directory_xlsx, name="directory-xlsx"),
    path("poles/points", directory_points, name="directory-points"),
    path("poles/geojson", directory_geojson, name="directory-geojson"),
    path("poles/<slug:slug>/", pole_page, name="pole"),
    path("poles/<slug:slug>/fiche/", pole_sheet, name="pole-sheet"),
    path("poles/<slug:slug>/historique/", pole_history, name="pole-history"),
    path("poles/<slug:slug>/animer/", pole_claim, name="pole-claim"),
    path("compte/invitation/<str:token>/", invitation, name="invitation"),
    path("compte/accord/<str:token>/", consent, name="consent"),
    path("compte/mes-donnees/", my_data, name="my-data"),
    path("compte/effacer/", erase_me, name="erase-me"),
    path("espace/", spaces, name="spaces"),
    path("espace/<slug:slug>/", space, name="space"),
    path("espace/<slug:slug>/modifier/<slug:name>/", section, name="space-section"),
    path("espace/<slug:slug>/exact/", confirm, name="space-confirm"),
    path("espace/<slug:slug>/equipe/", team, name="space-team"),
    path("espace/<slug:slug>/equipe/<int:pk>/<slug:action>/", invitation_action, name="space-invitation"),
    path("espace/<slug:slug>/equipe/personne/<int:pk>/<slug:action>/", colleague, name="space-colleague"),
    path("espace/<slug:slug>/contacts/", contacts, name="space-contacts"),
    path("espace/<slug:slug>/contacts/<int:pk>/retirer/", remove_contact, name="space-contact-remove"),
    path("espace/<slug:slug>/quitter/", leave, name="space-leave"),
    path("espace/<slug:slug>/proposition/", proposal, name="space-proposal"),
    path("espace/<slug:slug>/proposition/<slug:action>/", proposal_action, name="space-proposal-action"),
    path("espace/<slug:slug>/annuler/<int:pk>/", undo, name="space-undo"),
    path("espace/<slug:slug>/membres/coller/", paste, name="space-paste"),
    path("espace/<slug:slug>/<slug:name>/", rows, name="space-rows"),
    path("espace/<slug:slug>/<slug:name>/ajouter/", row, name="space-row-add"),
    path("espace/<slug:slug>/<slug:name>/<int:pk>/", row, name="space-row"),
    path("espace/<slug:slug>/<slug:name>/propose/<int:change>/", row, name="space-row-proposed"),
    path("espace/<slug:slug>/<slug:name>/<int:pk>/retirer/", remove_row, name="space-row-remove"),
    path("signaler/", report, name="report"),
    path("structures/", organisations, name="organisations"),
    path("structures/<slug:slug>/", organisation_page, name="organisation"),
    path("territoires/", place_search, name="places"),
    path("territoires/json", place_suggestions, name="place-suggestions"),
    path("territoires/<slug:level>/<slug:code>/", territory_page, name="territory"),
    path("chiffres/", figures, name="figures"),
    path("chiffres/methode/", method, name="method"),
    path("glossaire/", glossary, name="glossary"),
    path("contact/", contact, name="contact"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", sitemap_pages, name="sitemap-pages"),
    path("sitemap-poles-<int:number>.xml", sitemap_poles, name="sitemap-poles"),
    re_path(r"^images/(?P<digest>[0-9a-f]{64})\.webp$", picture, name="picture"),
]
if settings.DEBUG:
    urlpatterns.append(path("composants/", components, name="components"))
