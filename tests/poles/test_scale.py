"""The space of a pole and the queue of the cell with 10,000 proposals and 1,000,000 rows of history: they ask as little."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from poles import history
from poles.models import Coordinator, Pole, Proposal, ProposedChange
from poles.services import coordination
from tests import factories
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
POLES, PROPOSALS, ROWS_OF_HISTORY = 1_000, 10_000, 1_000_000
MOST_STATEMENTS = 12
HISTORY = """
    INSERT INTO poles_membershipevent (pgh_created_at, pgh_label, id, role, member_type, source, pole_id, organisation_id,
        pgh_obj_id, start_precision, end_precision)
    SELECT now() - n * interval '1 second', 'insert', n, 'membre', '', '', %(first)s + n %% %(poles)s, %(organisation)s, n,
        'unknown', 'unknown'
    FROM pg_catalog.generate_series(1, %(rows)s) AS n
"""


@pytest.fixture
def pole():
    """The first of many; each has sent a proposal, and has had others decided."""
    place, organisation = factories.departement(), factories.organisation()
    names = [{"name": f"Pôle {number}", "slug": f"pole-{number}"} for number in range(POLES)]
    poles = Pole.objects.bulk_create([Pole(**name, seat_departement=place, publication="publie") for name in names])
    now = timezone.now()
    sent = [Proposal(pole=pole, state="envoyee", submitted_at=now) for pole in poles]
    decided = [
        Proposal(pole=poles[number % POLES], state="acceptee", submitted_at=now, decided_at=now, is_direct=bool(number % 2))
        for number in range(PROPOSALS - POLES)
    ]
    made = Proposal.objects.bulk_create(sent + decided)
    ProposedChange.objects.bulk_create(
        [ProposedChange(proposal=proposal, subject="name", before="", after="x") for proposal in made]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            HISTORY,
            {"first": poles[0].pk, "poles": POLES, "organisation": organisation.pk, "rows": ROWS_OF_HISTORY},
        )
        cursor.execute("ANALYZE")
    return poles[0]


def test_no_page_of_the_space_nor_of_the_queue_asks_more(pole):
    person = factories.user()
    Coordinator.objects.create(user=person, pole=pole)
    Coordinator.objects.update(visited_at=timezone.now() - datetime.timedelta(days=400))
    coordination.invite(pole, "attendue@example.org", "editor", None)
    waiting, moment = Proposal.objects.filter(pole=pole, state="envoyee").get(), history.moments(pole, 1)[0][-1].key
    own = f"/espace/{pole.slug}/"
    space = [own, f"{own}proposition/", f"{own}equipe/", f"{own}contacts/", f"{own}membres/", f"{own}modifier/identite/"]
    queue = "/admin/poles/proposal/"
    of_staff = [queue, f"{queue}?p=1", f"{queue}?file=publie", f"{queue}?file=fait&p=3", f"{queue}?region=84&q=Pôle"]
    of_staff += [f"{queue}{waiting.pk}/change/"]
    of_staff += [f"/admin/poles/pole/{pole.pk}/history/{part}" for part in ("", "?page=3", f"{moment}/")]
    regional = factories.user("regionale@example.org", role="regionale", region_codes=["84"])
    visits = [(person, [*space, f"/poles/{pole.slug}/historique/"]), (factories.staff(), of_staff), (regional, of_staff[:6])]

    assert Proposal.objects.count() == PROPOSALS
    asked = {}
    for visitor, addresses in visits:
        client = sign_in(Client(), visitor)
        client.get("/poles/")
        for address in addresses:
            with CaptureQueriesContext(connection) as statements:
                assert client.get(address).status_code == 200, address
            asked[visitor.email, address] = len(statements)
    assert {key: count for key, count in asked.items() if count > MOST_STATEMENTS} == {}
