"""How long the register of the charter takes on a day, with as many made-up signatures as poles.

`python -m benchmarks.register --size 20000`: medians of this site and of the constant page, asked in turn in one run, and the
number of statements. Everything here is fictional.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Iterator
from typing import Any

ADDRESSES = {
    "un jour": "/charte/signataires/?au={year}-06-15",
    "un jour et une région": "/charte/signataires/?au={year}-06-15&region=84",
    "un jour et des mots": "/charte/signataires/?au={year}-06-15&q=lyon",
    "aujourd'hui": "/charte/signataires/?page={page}",
}
SIGNATURES = """
INSERT INTO charter_signature (number, version_id, pole_id, name, siret, signatory_name, signatory_function, email,
    shows_signatory, statement, state, sent_at, decided_at, reply, end_reason, source, period, start_precision, end_precision)
SELECT row_number() OVER (ORDER BY pole.id), version.id, pole.id, pole.name, '', '', '', '', false, '', 'enregistree', now(),
    now(), '', '', 'fictive', daterange(date '2014-01-01' + (pole.id * 7919 %% 4300)::int, NULL), 'day', 'open'
FROM poles_pole AS pole, (SELECT id FROM charter_charterversion ORDER BY id LIMIT 1) AS version
LIMIT %s
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=40)
    options = parser.parse_args()

    from benchmarks import servers

    with servers.database_of(options.size):
        _measure(options)
    return 0


def _measure(options: argparse.Namespace) -> None:
    import django

    from benchmarks import servers

    django.setup()
    fill(options.size)
    from benchmarks.__main__ import Side

    with servers.site(os.environ["DATABASE_URL"]) as port, servers.constant() as constant:
        site, bare = Side(port), Side(constant)
        for what, address in ADDRESSES.items():
            times, others = [], []
            for asked in _asked(address, options.requests):
                times.append(site.get(asked)[0])
                others.append(bare.get("/")[0])
            median, constant_median = statistics.median(times), statistics.median(others)
            print(f"{what} : {median:.1f} ms, {median / constant_median:.1f} fois la page constante ({constant_median:.2f} ms)")


def fill(size: int) -> None:
    """Migrate, then make the poles and the signatures that are missing."""
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import data
    from charter.services import versions

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    data.fill(size)
    versions.load()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM charter_signature")
        if cursor.fetchone()[0] < size:
            cursor.execute("SET session_replication_role = replica")  # no trigger: each would fire for each row
            cursor.execute("TRUNCATE charter_signature CASCADE")
            cursor.execute(SIGNATURES, [size])
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("UPDATE ptce_site_contentversion SET version = version + 1")
            cursor.execute("VACUUM ANALYZE")


def _asked(address: str, requests: int) -> Iterator[Any]:
    """No address twice."""
    for number in range(requests):
        yield address.format(year=2015 + number % 11, page=number + 1) + f"&essai={number}"


if __name__ == "__main__":
    sys.exit(main())
