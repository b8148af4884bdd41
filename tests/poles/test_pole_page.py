"""A pole's page: all that is known, nothing that is not."""

import datetime

import pytest
from psycopg.types.range import DateRange

from poles.enums import OriginKind, Publication
from poles.models import Membership, Partnership, Pole, Recognition, Stage
from poles.services import provenance
from tests import factories

pytestmark = pytest.mark.django_db
SINCE_2016 = {"period": DateRange(datetime.date(2016, 1, 14), None), "start_precision": "day"}


def page(client, pole):
    response = client.get(pole.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def fill(pole, count):
    """Give a pole `count` rows of everything."""
    for number in range(count):
        pole.sector_links.create(sector=factories.sector(f"secteur-{number}", f"Secteur {number}"))
        pole.places.create(name=f"Lieu {number}", commune=factories.commune(), website="https://atelier.example/")
        pole.sources.create(url=f"https://example.org/source/{number}")
        pole.social_addresses.create(url=f"https://social.example/{number}")
        Membership.objects.create(
            pole=pole, organisation=factories.organisation(f"Membre {number}"), member_type="ess", role="fondateur"
        )
        place = factories.commune(f"26{100 + number}", f"Commune {number}")
        pole.territory_links.create(collectivity=place)
        partnership = Partnership.objects.create(pole=pole, collectivity=place, **SINCE_2016, end_precision="open", amount=1500)
        for slug in ("gouvernance", "impulsion"):
            role, _ = partnership.roles.model.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()})
            partnership.role_links.create(role=role)
    Recognition.objects.create(pole=pole, kind="aap-2015", **SINCE_2016, recognised_by="par le jury", result="avec mention")
    Recognition.objects.create(pole=pole, kind="pole-temoin")
    Stage.objects.create(pole=pole, name="consolide", **SINCE_2016, end_precision="open", source="Compte rendu de 2016")


@pytest.mark.parametrize("rows", [1, 30])
def test_page_costs_the_same_at_1_and_30_rows(client, kept_index, django_assert_num_queries, rows):
    pole = factories.pole(lead_organisation=factories.organisation("Porteuse"), seat_commune=factories.commune())
    fill(pole, rows)
    for number in range(rows):
        factories.pole(f"Voisin {number}", seat_commune=factories.commune()).sector_links.create(
            sector=factories.sector("secteur-0")
        )
    page(client, pole)

    # The stamp, the pole, its lists, the near ones; then the similar ones that are not near.
    with django_assert_num_queries(3):
        page(client, pole)


def test_page_shows_all_that_is_known(client):
    pole = factories.pole(
        "Pôle <b>fictif</b>", acronym="PF", summary="Un résumé.", description="Du **gras** et <script>alert(1)</script>.",
        legal_form="scic", origin="citoyenne", lead_organisation=factories.organisation("La porteuse"), founded_year=2014,
        ended_year=2020, members_announced=12, seat_address="1 place d'Armes", seat_commune=factories.commune(),
        scale="intercommunale", website="https://example.org/", email="contact@example.org", phone="01 02 03 04 05",
        siren="732829320", siret="73282932000074", rna="W123456789", confidence="high",
        checked_on=datetime.date(2026, 11, 1), last_evidence_on=datetime.date(2026, 10, 2), last_evidence_source="un article",
    )  # fmt: skip
    fill(pole, 1)

    shown = page(client, pole)

    for words in (
        "Pôle &lt;b&gt;fictif&lt;/b&gt;", "(PF)", "Un résumé.", "<strong>gras</strong>", "SCIC", "Citoyenne",
        "La porteuse", "2014", "2020", "12", "1 place d&#x27;Armes", "Romans-sur-Isère, Drôme (26)", "Échelle intercommunale",
        "https://example.org/", "contact@example.org", "01 02 03 04 05", "732829320", "73282932000074", "W123456789",
        "1er novembre 2026", "2 octobre 2026 (un article)", "Secteur 0", "Lieu 0", "Membre 0", "Entreprise de l&#x27;ESS",
        "gouvernance, impulsion", "Commune 0", "Lauréat de l&#x27;appel à projets 2015",
        "14 janvier 2016", "Pôle témoin du Labo de l&#x27;ESS", "Consolidé", "depuis le 14 janvier 2016",
        "Compte rendu de 2016", "par le jury", "avec mention",
        "fondateur", "1\xa0500 €", "atelier.example", "example.org/source/0", "social.example/0",
    ):  # fmt: skip
        assert words in shown, words
    assert "<script>alert" not in shown
    assert "À confirmer" not in shown


def test_page_leaves_out_what_is_not_known(client):
    shown = page(client, factories.pole("Presque rien"))

    for words in (
        "None",
        "Forme juridique",
        "Créé en",
        "Membres",
        "Contact</h2>",
        "Reconnu par",
        "Lieux",
        "SIREN",
        "Stade",
        "Dernière preuve d'activité",
    ):
        assert words not in shown, words
    assert "Aucune preuve d'activité datée n'est connue de l'annuaire" in shown


def test_pole_without_a_point_is_beside_those_of_its_departement(client):
    pole = factories.pole("Sans commune")
    factories.pole("Du même département")
    factories.pole("D'un autre", seat_departement=factories.departement("01", "Ain"))

    shown = page(client, pole)

    assert "Du même département</a>, Drôme (26) <small>même département</small>" in shown
    assert "D&#x27;un autre" not in shown


def test_error_and_claim_have_addresses_of_their_own(client):
    pole = factories.pole("Pôle fictif", slug="fictif")

    shown = page(client, pole)
    claim = client.get("/poles/fictif/animer/").content.decode()
    report = client.get("/signaler/?pole=fictif").content.decode()

    assert 'href="animer/"' in shown and 'href="/signaler/?pole=fictif"' in shown
    for told in (claim, report):
        assert '<form class="stacked" id="saisie" method="post">' in told
        assert f'href="{pole.get_absolute_url()}"' in told


@pytest.mark.parametrize(("publication", "status"), [("brouillon", 404), ("retire", 410)])
def test_claim_of_a_pole_that_is_not_published_says_nothing(client, publication, status):
    factories.pole("Pôle secret", slug="fictif", publication=publication)

    claim, report = client.get("/poles/fictif/animer/"), client.get("/signaler/?pole=fictif")

    assert claim.status_code == status
    assert "secret" not in report.content.decode()


@pytest.mark.parametrize(("confidence", "marked"), [("high", False), ("medium", True), ("low", True), ("", True)])
def test_page_is_marked_unless_well_supported(client, confidence, marked):
    shown = page(client, factories.pole(confidence=confidence))

    assert ("À confirmer par le pôle" in shown) == marked


@pytest.mark.parametrize(
    ("publication", "status"), [(Publication.PUBLISHED, 200), (Publication.DRAFT, 404), (Publication.WITHDRAWN, 410)]
)
def test_status_says_whether_it_is_published(client, publication, status):
    pole = factories.pole(publication=publication)
    Pole.objects.filter(pk=pole.pk).update(slug="nouvelle-adresse")

    assert client.get("/poles/nouvelle-adresse/").status_code == status
    former = client.get(f"/poles/{pole.slug}/")
    assert former.status_code == (404 if publication == Publication.DRAFT else 301)


@pytest.mark.parametrize(
    ("end", "precision", "current"),
    [
        (None, "open", True),
        (None, "unknown", False),
        (datetime.date(2020, 1, 1), "year", False),
        (datetime.date(2100, 1, 1), "year", True),
        (datetime.date(2100, 3, 1), "month", True),
    ],
)
def test_stage_is_current_while_it_holds_for_sure(client, end, precision, current):
    pole = factories.pole()
    period = DateRange(datetime.date(2016, 1, 14), end)
    Stage.objects.create(pole=pole, name="consolide", period=period, start_precision="day", end_precision=precision)

    shown = page(client, pole)

    assert ("<dt>Stade</dt>" in shown) == current
    assert '<h2 id="stades">' in shown


def test_home_shows_dated_figures_and_confirmed_poles(client, django_assert_num_queries):
    from poles.models import NetworkFact

    factories.pole("Pôle sûr", confidence="high")
    factories.pole("Pôle incertain", confidence="medium")
    NetworkFact.objects.create(
        date=datetime.date(2023, 5, 1),
        date_precision="month",
        kind="poles",
        minimum=140,
        maximum=140,
        unit="count",
        meaning="Total",
    )

    with django_assert_num_queries(4):
        shown = client.get("/").content.decode()

    assert "Voir les 2 pôles de l'annuaire" in shown
    assert "140" in shown and "mai 2023" in shown
    assert "Pôle sûr" in shown and "Pôle incertain" not in shown


def test_page_says_where_each_field_comes_from(client):
    pole = factories.pole()
    day = datetime.date(2026, 1, 5)
    provenance.record(pole, ["name", "legal_form", "seat_commune"], provenance.Origin(OriginKind.IMPORT, day))
    provenance.record(
        pole,
        ["summary", "memberships", "confidence", "publishes_directly"],
        provenance.Origin(OriginKind.POLE, datetime.date(2026, 2, 1)),
    )
    provenance.record(pole, ["publication"], provenance.Origin(OriginKind.STAFF, day))
    shown = page(client, pole)

    assert "Saisi par la cellule" not in shown
    assert "<li><span>Donné par le pôle le 1er février 2026 :</span> membres, résumé</li>" in shown
    assert "<li><span>D'après les sources publiques, le 5 janvier 2026 :</span> forme juridique, nom, siège</li>" in shown
