"""What each list of the back office costs, with made-up poles and memberships.

`python -m benchmarks.back_office`: for each list, as it opens, with each filter and with a search, the most statements and the
slowest answer, in one process. Fails when a list takes more than 12 statements. Everything here is fictional.
"""

import argparse
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
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    from benchmarks import data

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    data.fill(options.size)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM poles_membership")
        missing = options.memberships - cursor.fetchone()[0]
        if missing > 0:
            cursor.execute("SET session_replication_role = replica")  # no trigger: each would fire for each row
            cursor.execute(MEMBERSHIPS, [missing])
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("VACUUM ANALYZE poles_membership")
        cursor.execute("SELECT count(*) FROM poles_membership")
        print(f"{options.size} pôles, {cursor.fetchone()[0]} adhésions, fictifs")
    worst = 0
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
