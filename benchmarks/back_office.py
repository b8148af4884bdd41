"""What each list of the back office costs, with made-up poles and memberships.

`python -m benchmarks.back_office`: for each list, as it opens, with each filter and with a search, the most statements and the
slowest answer, in one process. Fails when a list takes more than 12 statements. Everything here is fictional.
"""

import argparse
import logging
import sys
import time
from collections.abc import Iterator
from typing import Any

MOST_STATEMENTS = 12
SEARCHES = ("?q=lyon", "?q=26281", "?q=PTCE-0042", "?q=culture+formation")
MEMBERSHIPS = """
INSERT INTO poles_membership (pole_id, organisation_id, role, member_type, source, start_precision, end_precision)
SELECT pole.id, organisation.id, 'membre', '', 'fictive', 'unknown', 'unknown'
FROM (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM poles_pole) AS pole
CROSS JOIN generate_series(1, 5) AS again
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS rank, count(*) OVER () AS every FROM poles_organisation) AS organisation
    ON organisation.rank = 1 + (pole.rank * 7 + again * 1009) %% organisation.every
WHERE NOT EXISTS (SELECT FROM poles_membership AS held WHERE held.pole_id = pole.id AND held.organisation_id = organisation.id)
ORDER BY again, pole.id
LIMIT %s
"""

# The other lists that grow with the network, by model.
OTHERS = (
    ("cell.application", """
INSERT INTO cell_application (call_id, name, pole_id, departement_id, received_on, summary, first_opinion, first_reading,
    second_opinion, second_reading, result, kind)
SELECT call.id, pole.name, pole.id, pole.seat_departement_id, date '2025-01-01' + (pole.id %% 90)::int, 'fictive',
    '', '', '', '', 'recue', ''
FROM (SELECT id FROM cell_call ORDER BY id DESC LIMIT 1) AS call, poles_pole AS pole
WHERE NOT EXISTS (SELECT FROM cell_application AS held WHERE held.pole_id = pole.id) ORDER BY pole.id LIMIT %s
"""),
    ("poles.followup", """
INSERT INTO poles_followup (pole_id, day, text, next_step, next_on, is_done)
SELECT id, date '2026-01-01' + (id %% 300)::int, 'fictive', 'rappeler', date '2026-02-01' + (id %% 300)::int, id %% 3 = 0
FROM poles_pole ORDER BY id LIMIT %s
"""),
    ("poles.report", """
INSERT INTO poles_report (pole_id, what, source, email, note) SELECT id, 'Erreur fictive', '', '', '' FROM poles_pole LIMIT %s
"""),
    ("poles.claim", """
INSERT INTO poles_claim (pole_id, name, function, email, proof, state, reply)
SELECT id, 'Personne fictive', 'fictive', 'fictive' || id || '@example.org', 'fictive', 'attend', ''
FROM poles_pole LIMIT %s
"""),
    ("ptce_site.letter", """
INSERT INTO ptce_site_letter ("to", subject, text, html, state, attempts, error)
SELECT 'fictive' || id || '@example.org', 'Lettre fictive', '', '', CASE WHEN id %% 9 = 0 THEN 'failed' ELSE 'sent' END, 1, ''
FROM poles_pole LIMIT %s
"""),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=20_000, help="number of made-up poles")
    parser.add_argument("--memberships", type=int, default=100_000)
    options = parser.parse_args()

    from benchmarks import servers

    with servers.database_of(options.size):
        return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.contrib import admin
    from django.test.utils import setup_test_environment

    from benchmarks import register

    register.fill(options.size)
    _fill(options.memberships, options.size // 4)
    worst = 0
    logging.disable(logging.WARNING)  # a list refused to who may not see it
    setup_test_environment()  # what a page was made of is read
    for role, regions in (("nationale", []), ("regionale", ["84"])):
        client = _staff(role, regions)
        for model in admin.site._registry:
            asked = list(_asked(client, f"/admin/{model._meta.app_label}/{model._meta.model_name}/"))
            if not asked:
                continue
            statements, _, most = max(asked, key=lambda one: one[0])
            _, slowest, slow = max(asked, key=lambda one: one[1])
            worst = max(worst, statements)
            print(f"{role}, {model._meta.label}: {statements} requêtes SQL au plus ({most}), {slowest:.0f} ms ({slow})")
    return 1 if worst > MOST_STATEMENTS else 0


def _fill(memberships: int, others: int) -> None:
    """Make the rows that are missing beside the poles: memberships, and so many of each other list that grows."""
    from django.apps import apps
    from django.db import connection

    from cell.services import calls

    calls.load()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no trigger: each would fire for each row
        for label, statement, wanted in (("poles.membership", MEMBERSHIPS, memberships), *((*one, others) for one in OTHERS)):
            missing = wanted - apps.get_model(label).objects.count()
            if missing > 0:
                cursor.execute(statement, [missing])
            print(f"{label} : {apps.get_model(label).objects.count()}, fictifs")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def _staff(role: str, regions: list[str]) -> Any:
    """A browser of a member of the staff, who has shown a second factor."""
    from django.test import Client

    from accounts.models import User
    from accounts.second_factor import SHOWN_BY

    email = f"{role}@example.org"
    known = User.objects.filter(email=email).first()
    person = known or User.objects.create_user(email, role=role, region_codes=regions)
    client = Client()
    client.force_login(person)
    session = client.session
    session[SHOWN_BY] = person.pk
    session.save()
    return client


def _asked(client: Any, root: str) -> Iterator[tuple[int, float, str]]:
    """Statements, milliseconds and query of each way to ask for a list; the first answer is not counted, it warms up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = client.get(root)
    if first.status_code != 200:  # not theirs, or a list of one row that leads to it
        return
    listed = first.context["cl"]
    choices = {choice["query_string"] for spec in listed.filter_specs for choice in spec.choices(listed)}
    for query in ("", *sorted(choices - {"?"}), *SEARCHES):
        with CaptureQueriesContext(connection) as captured:
            begun = time.perf_counter()
            response = client.get(root + query)
            spent = (time.perf_counter() - begun) * 1000
        if response.status_code != 200:
            raise SystemExit(f"{root}{query} : {response.status_code}")
        yield len(captured), spent, query


if __name__ == "__main__":
    sys.exit(main())
