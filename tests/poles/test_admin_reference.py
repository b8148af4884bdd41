"""Lists that others choose from, and what regions say, in the back office."""

import pytest

from tests import factories
from tests.poles.back_office import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def test_what_keeps_a_record_from_going_is_lists_to_look_at():
    sector = factories.sector("bois", "Bois")
    for _ in range(3):
        factories.pole().sector_links.create(sector=sector)

    shown = client_of("national staff").get(f"/admin/poles/sector/{sector.pk}/delete/").content.decode()

    assert f'<a href="/admin/poles/pole/?sectors__id__exact={sector.pk}">Pôles : 3</a>' in shown


@pytest.mark.parametrize(
    ("email", "is_told"), [("jeanne.dupont@example.org", True), ("contact@example.org", False), ("", False)]
)
def test_address_that_seems_of_a_person_is_told(email, is_told):
    client, region = client_of("national staff"), factories.region()
    typed = {"region": region.pk, "name": "CRESS fictive", "email": email, "website": "https://example.org/"}

    answer = client.post("/admin/poles/regionalcontact/add/", typed, follow=True)

    assert (
        answer.redirect_chain
        and (f"« {email} » semble l&#x27;adresse d&#x27;une personne" in answer.content.decode()) == is_told
    )
