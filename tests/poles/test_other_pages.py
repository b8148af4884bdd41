"""Structures, figures, words, sitemaps, printed sheet: what they hold, and what they cost."""

import datetime
import json
import re

import pytest

from poles.models import Membership, NetworkFact, RegionalContact
from tests import factories

pytestmark = pytest.mark.django_db


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_structures_are_those_of_published_poles(client):
    lead, member, hidden = (factories.organisation(name) for name in ("La porteuse", "Le membre", "La cachée"))
    pole = factories.pole("Pôle visible", lead_organisation=lead)
    Membership.objects.create(pole=pole, organisation=member, role="fondateur")
    Membership.objects.create(pole=factories.pole("Brouillon", publication="brouillon"), organisation=hidden)

    listed = text(client, "/structures/")

    assert "2 structures" in listed and "La porteuse" in listed and "Le membre" in listed and "La cachée" not in listed
    assert "1 structure" in text(client, "/structures/?q=porte")
    assert "Aucune structure" in text(client, "/structures/?q=zzz")
    assert pole.get_absolute_url() in text(client, lead.get_absolute_url())
    assert "fondateur" in text(client, member.get_absolute_url())
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "Brouillon" not in text(client, member.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 30])
def test_structures_cost_the_same_at_1_and_30_rows(client, django_assert_num_queries, rows):
    organisation = factories.organisation("Partout", commune=factories.commune(), departement=factories.departement())
    for number in range(rows):
        pole = factories.pole(f"Pôle {number}", lead_organisation=factories.organisation(f"Structure {number}"))
        Membership.objects.create(pole=pole, organisation=organisation)

    with django_assert_num_queries(3):
        text(client, "/structures/")
    with django_assert_num_queries(4):
        text(client, organisation.get_absolute_url())


def test_no_evidence_of_activity_is_never_shown_as_zero(client):
    factories.pole("Sans preuve")

    shown = text(client, "/chiffres/")

    assert "Non connu" in shown
    assert "aucune preuve d'activité datée n'est encore enregistrée, pour aucun pôle de l'annuaire" in shown


def test_active_poles_are_those_of_a_recent_evidence(client):
    recent, old = datetime.date.today() - datetime.timedelta(days=30), datetime.date(2015, 1, 1)
    factories.pole("Vu", last_evidence_on=recent, last_evidence_source="un article")
    factories.pole("Vu jadis", last_evidence_on=old, last_evidence_source="un article")

    shown = text(client, "/chiffres/")

    assert "une preuve datée est connue pour 2 pôles sur 2" in shown
    assert re.search(
        r'figure__number">1</span> <span class="figure__date">[^<]*</span> <span class="figure__meaning">Pôles dont', shown
    )


def test_figures_show_calls_with_budgets_apart_and_shares_of_what_is_known(client):
    for kind, value, unit in (("applications", 125, "count"), ("laureates", 14, "count"), ("budget", 2_750_000, "EUR"),
                              ("budget-announced", 2_700_000, "EUR")):  # fmt: skip
        NetworkFact.objects.create(
            date=datetime.date(2016, 1, 14), date_precision="day", call="aap-2015", kind=kind, minimum=value, maximum=value,
            unit=unit, meaning=f"Sens de {kind}", sources=["https://example.org/"],
        )  # fmt: skip
    factories.pole("Une", legal_form="scic")
    factories.pole("Autre", legal_form="scic")
    factories.pole("Sans forme")

    shown = text(client, "/chiffres/")

    row = shown[shown.index('<th scope="row">AAP 2015') :]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)[:4]
    assert [re.sub(r"\s+", " ", cell).strip() for cell in cells] == ["125", "14", "2 700 000 €", "2 750 000 €"]
    assert "Parmi les 2 pôles de l'annuaire dont on le sait, sur 3." in shown
    assert "100 %" in shown
    assert "Sens de budget-announced" in shown


def test_figures_cost_little(client, kept_index, django_assert_num_queries):
    text(client, "/chiffres/")
    with django_assert_num_queries(5):
        text(client, "/chiffres/")


def test_words_are_defined(client):
    shown = text(client, "/glossaire/")

    for anchor in ("ptce", "ess", "scic", "ami", "srdeii"):
        assert f'id="{anchor}"' in shown


def test_sitemaps_hold_every_indexed_page(client):
    pole = factories.pole("Pôle", lead_organisation=factories.organisation(), seat_commune=factories.commune())
    factories.pole("Brouillon", slug="brouillon", publication="brouillon")

    index = text(client, "/sitemap.xml")
    addresses = re.findall("<loc>http://127.0.0.1:8000(.*?)</loc>", "".join(
        text(client, address) for address in re.findall("<loc>http://127.0.0.1:8000(.*?)</loc>", index)
    ))  # fmt: skip

    assert pole.get_absolute_url() in addresses
    assert "/poles/brouillon/" not in addresses
    assert {"/", "/poles/", "/territoires/region/84/", "/territoires/departement/26/", "/chiffres/"} <= set(addresses)
    for address in addresses:
        shown = text(client, address)
        assert 'name="robots" content="noindex"' not in shown, address
    assert client.get("/sitemap-poles-2.xml").status_code == 404
    assert client.get("/sitemap-poles-0.xml").status_code == 404
    assert client.get(f"/sitemap-poles-{'9' * 23}.xml").status_code == 404
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text(client, "/robots.txt")


def test_structured_data_cannot_close_its_script(client):
    pole = factories.pole("</script><script>alert(1)</script>", summary="A & B <!-- \u2028", seat_commune=factories.commune())

    shown = text(client, pole.get_absolute_url())

    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
    assert json.loads(data)["name"] == "</script><script>alert(1)</script>"
    assert json.loads(data)["description"] == "A & B <!-- \u2028"
    assert "<script>alert" not in shown


def test_neighbours_are_told_with_the_reason(client, kept_index):
    pole = factories.pole("Ici", seat_commune=factories.commune())
    near = factories.pole("À côté", seat_commune=factories.commune("26002", "Voisine", latitude=45.14))
    similar = factories.pole("Pareil", seat_departement=factories.departement("01", "Ain"))
    less = factories.pole("Un peu pareil", seat_departement=factories.departement("01", "Ain"))
    for sector in (factories.sector("culture", "Culture"), factories.sector("bois", "Bois")):
        pole.sector_links.create(sector=sector)
        similar.sector_links.create(sector=sector)
    less.sector_links.create(sector=factories.sector("bois"))

    shown = text(client, pole.get_absolute_url())

    assert f'<a href="{near.get_absolute_url()}">À côté</a>, Voisine, Drôme (26) <small>à 10 km</small>' in shown
    assert f'<a href="{similar.get_absolute_url()}">Pareil</a>, Ain (01) <small>en commun : Culture, Bois</small>' in shown
    assert shown.index(">Pareil<") < shown.index(">Un peu pareil<")


def test_sheet_follows_the_pole(client):
    pole = factories.pole("Un nom", slug="ancienne")
    assert "Un nom" in text(client, "/poles/ancienne/fiche/")
    type(pole).objects.filter(pk=pole.pk).update(slug="nouvelle")

    assert client.get("/poles/ancienne/fiche/")["Location"] == "/poles/nouvelle/fiche/"
    type(pole).objects.filter(pk=pole.pk).update(publication="retire")
    assert client.get("/poles/nouvelle/fiche/").status_code == 410


def test_contacts_of_regions_are_on_the_page_of_contact(client):
    assert "Dans chaque région" not in text(client, "/contact/")
    region = factories.region()
    RegionalContact.objects.create(
        region=region, name="CRESS fictive", email="contact@example.org", website="https://example.org"
    )

    shown = text(client, "/contact/")

    assert "Dans chaque région" in shown and "CRESS fictive" in shown and "contact@example.org" in shown
