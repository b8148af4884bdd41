"""The public page of a pole as its form would make it, before anything is written."""

import pytest

from poles.models import Pole
from tests import factories
from tests.poles.back_office import client_of, submit
from tests.poles.business import rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]
BUTTON = {"_apercu": "Aperçu de la page"}


@pytest.mark.parametrize("publication", ["publie", "brouillon", "retire"])
def test_page_is_shown_as_typed_and_nothing_is_kept(publication):
    pole = factories.pole("Nom ancien", publication=publication)
    client = client_of("national staff")
    before = rows()

    answer = submit(pole, client, name="Nom essayé", summary="Un résumé essayé.", **BUTTON)

    page = answer.content.decode()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert "Nom essayé" in page and "Un résumé essayé." in page and "rien n'est enregistré" in page
    assert rows() == before and Pole.objects.get().publication == publication


def test_form_of_a_merged_pole_shows_the_page_of_the_one_that_it_became():
    kept = factories.pole("Celui qui reste", publication="publie")
    pole = factories.pole("Celui qui part", publication="retire", merged_into=kept)

    answer = submit(pole, name="Nom essayé", **BUTTON)

    assert answer.status_code == 200 and "Celui qui reste" in answer.content.decode()
    assert Pole.objects.get(pk=pole.pk).name == "Celui qui part"


def test_what_cannot_be_saved_is_told_in_the_form():
    pole = factories.pole("Nom ancien")

    answer = submit(pole, name="", **BUTTON)

    assert answer.status_code == 200 and answer.context["adminform"].form.errors["name"]


def test_staff_of_another_region_previews_nothing():
    pole = factories.pole("Nom ancien")
    client = client_of("regional staff elsewhere")

    answer = client.post(f"/admin/poles/pole/{pole.pk}/change/", {"name": "Volé", **BUTTON})

    assert answer.status_code == 302 and Pole.objects.get().name == "Nom ancien"
