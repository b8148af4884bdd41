"""What is sent twice, or by two people, to the page of a pole: told, and nothing typed is lost."""

import pytest

from poles.models import Pole
from tests import factories
from tests.poles.back_office import client_of, form_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]


@pytest.fixture
def pole():
    return factories.pole("Pôle fictif", seat_commune=factories.commune())


def with_row(client, pole, prefix, **cells):
    """The page as it was opened, with one more row."""
    typed = {**form_of(client, pole), f"{prefix}-TOTAL_FORMS": "1", "phone": "0102030405"}
    return {**typed, **{f"{prefix}-0-{name}": value for name, value in cells.items()}}


ROWS = {
    "sources": lambda: {"url": "https://example.org/", "title": "Une page"},
    "sector_links": lambda: {"sector": factories.sector("bois").pk},
    "territory_links": lambda: {"collectivity": factories.departement("07", "Ardèche").pk},
    "memberships": lambda: {
        "organisation": factories.organisation("Adhérente").pk, "role": "membre",
    },
    "places": lambda: {"name": "Atelier"},
    "social_addresses": lambda: {"url": "https://example.org/reseau"},
    "recognitions": lambda: {
        "kind": "aap-2013", "source": "Liste",
    },
}  # fmt: skip


@pytest.mark.parametrize("prefix", ROWS)
def test_row_that_is_there_already_is_told(pole, prefix):
    client = client_of("national staff")
    page = f"/admin/poles/pole/{pole.pk}/change/"
    typed = with_row(client, pole, prefix, **ROWS[prefix]())
    first = client.post(page, typed)
    assert first.status_code == 302, [inline.formset.errors for inline in first.context["inline_admin_formsets"]]

    again = client.post(page, typed)

    assert again.status_code == 200
    assert "Corrigez" in again.content.decode()
    assert Pole.objects.filter(pk=pole.pk, phone="0102030405").exists()


def test_row_that_somebody_took_away_is_left_out_and_told(pole):
    for name in ("bois", "energie", "culture"):
        pole.sector_links.create(sector=factories.sector(name, name.capitalize()))
    client = client_of("national staff")
    typed = {**form_of(client, pole), "phone": "0102030405"}
    gone = pole.sector_links.get(sector__slug="bois")
    first = next(
        name for name, value in typed.items() if name.startswith("sector_links-") and value == gone.pk and name.endswith("-id")
    )
    pole.sector_links.filter(pk=gone.pk).delete()
    typed[first.replace("-id", "-is_pivot")] = "on"

    answer = client.post(f"/admin/poles/pole/{pole.pk}/change/", typed, follow=True)

    assert answer.status_code == 200 and "quelqu&#x27;un a supprimé une ligne (secteur du pôle)" in answer.content.decode()
    assert Pole.objects.get(pk=pole.pk).phone == "0102030405"
    kept = pole.sector_links.order_by("sector__slug").values_list("sector__slug", "is_pivot")
    assert list(kept) == [("culture", False), ("energie", False)]


def test_two_rows_of_one_page_that_say_the_same_are_told(pole):
    client, cells = client_of("national staff"), ROWS["sources"]()
    typed = {**with_row(client, pole, "sources", **cells), "sources-TOTAL_FORMS": "2"}
    typed |= {f"sources-1-{name}": value for name, value in cells.items()}

    answer = client.post(f"/admin/poles/pole/{pole.pk}/change/", typed)

    assert "Deux lignes disent la même chose" in answer.content.decode()
