"""What becomes of a signature: the rules that the database keeps, and each decision."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, ProgrammingError, connection, transaction
from django.utils import timezone
from psycopg.types.range import DateRange

from charter.models import Signature
from charter.services import signatories, signatures
from poles.models import Pole, Recognition
from ptce_site.clock import today
from ptce_site.models import Letter
from tests import factories
from tests.charter.conftest import sent, signed, version_of
from tests.poles.back_office import client_of, form_of, submit

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"


def letters():
    return list(Letter.objects.order_by("pk").values_list("to", "subject"))


def recognitions(pole):
    rows = Recognition.objects.filter(pole=pole, kind="charte").order_by("period")
    return [(row.period.lower, row.period.upper, row.end_precision) for row in rows]


def test_registered_signature_is_in_force_from_today_and_the_directory_tells_it(version, keeper):
    pole = factories.pole()
    signature = signatures.register(keeper, sent(version, pole).pk)

    assert (signature.state, signature.period.lower, signature.period.upper) == ("enregistree", today(), None)
    assert recognitions(pole) == [(today(), None, "open")]
    row = Recognition.objects.get(pole=pole)
    assert (row.recognised_by, row.source.endswith(f"/charte/signatures/{signature.code}/")) == ("Éditeur fictif", True)
    assert letters() == [("dominique@example.org", "La signature de Pôle fictif est enregistrée")]


def test_pole_that_is_not_in_the_directory_becomes_an_unpublished_one(version, keeper):
    signature = signatures.register(keeper, sent(version, siret=SIRET).pk)

    pole = Pole.objects.get()
    assert (pole.name, pole.publication, pole.siret, pole.seat_commune.code) == (
        "Pôle nouveau fictif", "brouillon", SIRET, "26281",
    )  # fmt: skip
    assert signature.pole == pole


def test_pole_that_is_found_to_be_in_the_directory_is_linked(version, keeper):
    pole = factories.pole("Pôle nouveau")

    assert signatures.register(keeper, sent(version).pk, pole).pole == pole
    assert Pole.objects.count() == 1


def test_renewal_ends_the_former_signature_that_day_and_poles_are_told_once(version, former, keeper):
    pole = factories.pole()
    old = signed(pole, former, "2015")
    new = signatures.register(keeper, sent(version, pole).pk)

    old.refresh_from_db()
    assert (old.state, old.period.upper, old.renewed_by, old.end_precision) == ("renouvelee", today(), new, "day")
    assert recognitions(pole) == [(datetime.date(2015, 1, 1), today(), "day"), (today(), None, "open")]


def test_past_signature_older_than_the_one_in_force_is_renewed_by_it(version, former):
    pole = factories.pole()
    new = signed(pole, version, "2022-03-04")
    old = signed(pole, former, "2015")

    new.refresh_from_db()
    assert (old.state, old.period.upper, old.renewed_by) == ("renouvelee", datetime.date(2022, 3, 4), new)
    assert new.state == "enregistree"


def test_withdrawn_signature_stays_with_its_reason_and_may_be_signed_again(version, keeper):
    pole = factories.pole()
    signature = signatures.register(keeper, sent(version, pole).pk)

    with pytest.raises(ValidationError, match="Dites pourquoi"):
        signatures.withdraw(keeper, signature.pk, " ")
    done = signatures.withdraw(keeper, signature.pk, "Le pôle a cessé.")
    assert (done.state, done.period.lower, done.end_reason) == ("retiree", today(), "Le pôle a cessé.")
    assert done.period.upper == today() + datetime.timedelta(days=1)  # it counts for one day at least
    assert signatures.send(Signature(version=version, pole=pole, name=pole.name)).state == "envoyee"


def test_signature_is_never_deleted(version, keeper):
    signature = sent(version)

    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        signature.delete()
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM charter_signature")


@pytest.mark.parametrize(("state", "moves"), [("envoyee", "retiree"), ("refusee", "envoyee"), ("retiree", "enregistree")])
def test_database_refuses_a_move_that_is_not_one(version, keeper, state, moves):
    pole = factories.pole()
    signature = sent(version, pole)
    if state == "refusee":
        signatures.decline(keeper, signature.pk, "Non.")
    elif state == "retiree":
        signatures.register(keeper, signature.pk)
        signatures.withdraw(keeper, signature.pk, "Fin.")

    with pytest.raises((InternalError, ProgrammingError), match="transition"), transaction.atomic():
        Signature.objects.update(state=moves)


@pytest.mark.parametrize("fields", [{"siret": SIRET}, {"name": "PÔLE  nouveau-fictif"}])
def test_signatory_that_is_not_in_the_directory_is_one_by_siret_or_by_name_and_commune(version, fields):
    sent(version, **fields)

    with pytest.raises(ValidationError, match="attend déjà"):
        sent(version, **fields)
    assert Signature.objects.count() == 1
    sent(version, name="Autre pôle fictif")


def test_pole_signs_a_version_once(version, former, keeper):
    pole = factories.pole()
    sent(version, pole)

    with pytest.raises(ValidationError, match="déjà signé"):
        sent(version, pole)
    sent(former, pole)
    assert Signature.objects.count() == 2


@pytest.mark.parametrize("role", ["", "regionale"])
def test_decisions_are_for_the_keeper_and_the_national_staff(version, role):
    pole = factories.pole()
    signature = sent(version, pole)
    other = factories.user("autre@example.org", role=role, region_codes=["84"] if role else [])

    for act in (
        lambda: signatures.register(other, signature.pk),
        lambda: signatures.decline(other, signature.pk, "Non."),
        lambda: signatures.ask_for_more(other, signature.pk, "Encore.", "/"),
        lambda: signatures.withdraw(other, signature.pk, "Fin."),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Signature.objects.get().state == "envoyee"
    assert signatures.register(factories.staff(), signature.pk).state == "enregistree"


def test_same_decision_twice_is_done_once(version, keeper):
    signature = sent(version, factories.pole())
    first = signatures.register(keeper, signature.pk)
    again = signatures.register(factories.staff(), signature.pk)

    assert (again.state, again.decided_by, again.period) == ("enregistree", keeper, first.period)
    assert len(letters()) == 1
    assert signatures.decline(keeper, signature.pk, "Trop tard.").state == "enregistree"


def test_refusal_and_request_need_a_word(version, keeper):
    signature = sent(version, factories.pole())

    with pytest.raises(ValidationError, match="Dites au signataire"):
        signatures.decline(keeper, signature.pk, "  ")
    with pytest.raises(ValidationError, match="Dites au signataire"):
        signatures.ask_for_more(keeper, signature.pk, "", "/")
    assert signatures.ask_for_more(keeper, signature.pk, "Le SIRET ?", "https://x/").state == "a-completer"
    assert letters()[-1][1] == "La signature de Pôle fictif est à compléter"


def test_recognition_written_by_hand_gives_way_to_the_register(version, keeper):
    pole = factories.pole()
    Recognition.objects.create(pole=pole, kind="charte", source="à la main")
    Recognition.objects.create(pole=pole, kind="pole-temoin")
    signed(pole, version, "2022")

    assert recognitions(pole) == [(datetime.date(2022, 1, 1), None, "open")]
    assert Recognition.objects.filter(pole=pole).count() == 2


@pytest.mark.ignore_template_errors
def test_recognition_that_the_register_keeps_is_read_in_the_back_office_and_changed_nowhere_else(version):
    pole = factories.pole(seat_commune=factories.commune())
    signed(pole, version, "2022-03-04")
    kept, other = Recognition.objects.get(), Recognition.objects.create(pole=pole, kind="pole-temoin")
    rows = list(pole.recognitions.order_by("period__startswith", "pk").values_list("pk", flat=True))
    client = client_of("national staff")
    shown = form_of(client, pole)
    place = {int(shown[f"recognitions-{n}-id"]): n for n in range(len(rows))}
    one, two = place[kept.pk], place[other.pk]

    changed = {f"recognitions-{n}-recognised_by": "Autre" for n in (one, two)}
    answer = submit(pole, client, **changed, **{f"recognitions-{one}-DELETE": "on"})

    assert answer.status_code == 302, answer.context["errors"]
    told = dict(Recognition.objects.values_list("kind", "recognised_by"))
    assert told == {"charte": "Éditeur fictif", "pole-temoin": "Autre"}
    own = f"/admin/poles/recognition/{kept.pk}"
    assert client.get(f"{own}/change/").status_code == 200
    assert [client.post(f"{own}/{act}/", {"post": "yes"}).status_code for act in ("change", "delete")] == [403, 403]
    both = {"action": "delete_selected", "_selected_action": [kept.pk, other.pk], "post": "yes"}
    client.post("/admin/poles/recognition/", both)
    assert Recognition.objects.count() == 2


def test_merged_poles_keep_both_histories(version, former, keeper):
    kept, other = factories.pole("Gardé"), factories.pole("Doublon")
    signed(kept, version, "2022")
    signed(other, former, "2015")
    signed(other, version, "2023-05-06")

    signatures.move_all(other, kept)

    rows = Signature.objects.order_by("period").values_list("pole__name", "version__slug", "state", "name")
    assert list(rows) == [
        ("Gardé", "2014", "renouvelee", "Doublon"),
        ("Gardé", "2021", "enregistree", "Gardé"),
        ("Gardé", "2021", "renouvelee", "Doublon"),
    ]
    assert recognitions(other) == []
    cut = datetime.date(2023, 5, 6)
    assert recognitions(kept) == [(datetime.date(2015, 1, 1), cut, "day"), (cut, None, "open")]


@pytest.mark.django_db(transaction=True)
def test_two_signatures_that_arrive_at_once_make_one(version):
    pole = factories.pole()
    outcomes, gate = [], threading.Barrier(2)

    def arrive():
        gate.wait()
        try:
            outcomes.append(sent(version, Pole.objects.get(pk=pole.pk)).state)
        except ValidationError as error:
            outcomes.append(error.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=arrive) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Ce pôle a déjà signé cette version, ou sa signature est en cours d'examen.", "envoyee"]
    assert Signature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_signatories_of_no_pole_that_arrive_at_once_make_one(version):
    factories.commune()
    outcomes, gate = [], threading.Barrier(2)

    def arrive():
        gate.wait()
        try:
            outcomes.append(sent(version, siret=SIRET).state)
        except ValidationError as error:
            outcomes.append(error.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=arrive) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Une signature de cette version attend déjà pour ce SIRET.", "envoyee"]


def test_name_as_long_as_may_be_is_decided(version, keeper):
    for number, act in enumerate(("register", "decline")):
        signature = sent(version, name=f"{number}{'x' * 199}", siret="")
        arguments = () if act == "register" else ("Non.",)
        assert getattr(signatures, act)(keeper, signature.pk, *arguments).state in ("enregistree", "refusee")
    assert {len(subject) for _, subject in letters()} == {200}


def test_signature_decided_meanwhile_is_not_sent_again(version, keeper):
    signature = sent(version, factories.pole())
    signatures.ask_for_more(keeper, signature.pk, "Encore.", "/")
    stale = Signature.objects.get()
    signatures.decline(keeper, signature.pk, "Non.")

    with pytest.raises(ValidationError, match="décidée entre-temps"):
        signatures.send(stale)
    assert Signature.objects.get().state == "refusee"


def test_merged_pole_whose_signature_waits_has_it_declined_and_told(version, keeper):
    kept, other = factories.pole("Gardé"), factories.pole("Doublon")
    signed(kept, version, "2022")
    sent(version, other)
    signatures.move_all(other, kept)

    declined = Signature.objects.get(state="refusee")
    assert declined.pole == kept and declined.decided_at is not None
    assert letters()[-1][1] == "La signature de Doublon n'est pas enregistrée"


@pytest.mark.parametrize("hour", [1, 23])
def test_signatories_are_erased_a_year_after_the_end_and_not_before(version, former, keeper, hour, monkeypatch):
    """At any hour: the day is that of Paris, which begins before that of the server."""
    now = timezone.now().replace(hour=hour, minute=30)
    monkeypatch.setattr(timezone, "now", lambda: now)
    pole = factories.pole()
    ended = signed(pole, former, "2015", signatory_name="Dominique Secret", email="d@example.org")
    signatures.register(keeper, sent(version, pole).pk)
    waiting = sent(former, factories.pole("Autre"))
    signatures.ask_for_more(keeper, waiting.pk, "Encore.", "/")
    Signature.objects.update(decided_at=timezone.now() - datetime.timedelta(days=400))

    assert signatories.erase_old() == 1  # the one left uncompleted: the other ended today
    assert Signature.objects.get(pk=ended.pk).signatory_name == "Dominique Secret"
    Signature.objects.filter(pk=ended.pk).update(
        period=DateRange(datetime.date(2015, 1, 1), today() - datetime.timedelta(days=366), "[)")
    )
    assert signatories.erase_old() == 1
    assert Signature.objects.get(pk=ended.pk).signatory_name == ""


def test_past_signature_between_two_ends_the_one_before_it(version, former):
    pole, between = factories.pole(), version_of("2018", "ancienne")
    first, last = signed(pole, former, "2015"), signed(pole, version, "2022-03-04")
    middle = signed(pole, between, "2018-05-06")

    first.refresh_from_db()
    assert (first.period.upper, first.renewed_by) == (datetime.date(2018, 5, 6), middle)
    assert (middle.period.upper, middle.renewed_by) == (datetime.date(2022, 3, 4), last)
    assert [span[:2] for span in recognitions(pole)] == [
        (datetime.date(2015, 1, 1), datetime.date(2018, 5, 6)),
        (datetime.date(2018, 5, 6), datetime.date(2022, 3, 4)),
        (datetime.date(2022, 3, 4), None),
    ]
