"""Codes, addresses and history of poles."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from poles import places
from poles.models import FormerSlug, Pole
from tests import factories

pytestmark = pytest.mark.django_db


def test_numbers_follow_the_highest_ever_given():
    first = factories.pole("Un", number=61)
    second, third = factories.pole("Deux"), factories.pole("Trois", number=7)
    fourth = factories.pole("Quatre")

    assert [pole.code for pole in (first, second, third, fourth)] == ["PTCE-0061", "PTCE-0062", "PTCE-0007", "PTCE-0063"]


def test_numbers_of_rows_inserted_together_differ():
    place = factories.departement()
    Pole.objects.bulk_create([Pole(name=f"Pôle {n}", slug=f"pole-{n}", seat_departement=place) for n in range(3)])

    assert sorted(Pole.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_code_has_at_least_four_digits():
    assert [Pole(number=number).code for number in (1, 9999, 12345)] == ["PTCE-0001", "PTCE-9999", "PTCE-12345"]


@pytest.mark.django_db(transaction=True)
def test_two_transactions_at_once_get_two_numbers():
    factories.departement()
    inside = threading.Barrier(2, timeout=10)

    def create(name):
        try:
            inside.wait()
            with transaction.atomic():
                factories.pole(name)
        finally:
            connection.close()

    threads = [threading.Thread(target=create, args=(name,)) for name in ("Un", "Deux")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(Pole.objects.values_list("number", flat=True)) == [1, 2]


def test_number_is_never_changed_and_pole_never_deleted():
    pole = factories.pole()

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Pole.objects.filter(pk=pole.pk).update(number=99)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        pole.delete()

    assert Pole.objects.get().number == pole.number


def test_former_address_redirects_for_ever(client):
    pole = factories.pole(slug="premier-nom")
    for slug in ("deuxieme-nom", "troisieme-nom"):
        Pole.objects.filter(pk=pole.pk).update(slug=slug)

    for former in ("premier-nom", "deuxieme-nom"):
        response = client.get(f"/poles/{former}/")
        assert (response.status_code, response["Location"]) == (301, "/poles/troisieme-nom/")


def test_pole_may_take_its_former_address_back():
    pole = factories.pole(slug="premier-nom")
    for slug in ("deuxieme-nom", "premier-nom"):
        Pole.objects.filter(pk=pole.pk).update(slug=slug)

    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["deuxieme-nom"]


def test_former_address_of_another_pole_is_refused():
    pole = factories.pole(slug="premier-nom")
    Pole.objects.filter(pk=pole.pk).update(slug="deuxieme-nom")

    with pytest.raises(IntegrityError, match="Cette adresse a été celle d'un autre pôle"), transaction.atomic():
        factories.pole("Autre", slug="premier-nom")


def test_last_change_is_stamped_by_the_database():
    pole = factories.pole()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE poles_pole SET updated_at = '2020-01-01', name = 'Autre nom'")
        cursor.execute("SELECT now()")
        now = cursor.fetchone()[0]

    assert Pole.objects.get(pk=pole.pk).updated_at == now


def test_names_sort_without_accents_nor_case():
    for name in ("Zèbre", "écho", "Abeille", "Éole", "œuvre"):
        factories.pole(name)

    assert [pole.name for pole in Pole.objects.in_order("nom")] == ["Abeille", "écho", "Éole", "œuvre", "Zèbre"]


def test_history_keeps_every_change_sql_and_through_rows_included():
    pole = factories.pole("Premier nom")
    link = pole.sector_links.create(sector=factories.sector())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE poles_pole SET name = 'Second nom' WHERE id = %s", [pole.pk])
    link.delete()

    events = [(event.pgh_label, event.name) for event in pole.events.order_by("pgh_id")]
    links = Pole.sectors.through.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True)

    assert events == [("insert", "Premier nom"), ("update", "Second nom")]
    assert list(links) == ["insert", "delete"]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, "Drôme (26)"),
        (("26281", "Romans-sur-Isère", "26", "Drôme"), "Romans-sur-Isère, Drôme (26)"),
        (("75056", "Paris", "75", "Paris"), "Paris (75)"),
    ],
)
def test_seat_in_words(place, words):
    if place is None:
        pole = factories.pole()
    else:
        code, name, departement_code, departement_name = place
        pole = factories.pole(
            seat_commune=factories.commune(code, name, factories.departement(departement_code, departement_name))
        )

    assert pole.seat_in_words == words


def test_addresses_written_by_hand_are_those_of_the_site():
    place, pole, structure = factories.departement(), factories.pole("Un nom"), factories.organisation()
    found = places.suggested("drôme")[0]

    assert pole.get_absolute_url() == reverse("poles:pole", args=[pole.slug])
    assert structure.get_absolute_url() == reverse("poles:organisation", args=[structure.slug])
    address = reverse("poles:territory", args=["departement", "26"])
    assert place.get_absolute_url() == found.get_absolute_url() == address
