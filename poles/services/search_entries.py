"""Search entries in bulk. Triggers write that of a pole each time that something of it changes; here, once at the end."""

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction

POLES_A_STATEMENT = 500


@contextlib.contextmanager
def written_at_the_end() -> Iterator[None]:
    """Inside a transaction: what the block changes of poles is searchable when it ends, whatever was changed.

    The function that triggers call (migration 0026) notes the poles in a table of the transaction instead. What the block
    takes back (`transaction.set_rollback`) is not made searchable first.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE search_later (pole_id bigint PRIMARY KEY) ON COMMIT DROP")
        cursor.execute("SELECT set_config('ptce.search_later', 'on', true)")
        # pgtrigger asks for this setting in each trigger; when it is absent, each ends a subtransaction in failure, which takes
        # PostgreSQL the longer the more rows wait for the end of the transaction.
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
        yield
        if transaction.get_rollback():  # nothing of it stays
            return
        cursor.execute("SELECT set_config('ptce.search_later', '', true)")
        cursor.execute("SELECT pole_id FROM search_later ORDER BY pole_id")
        changed = [pk for (pk,) in cursor.fetchall()]
        for start in range(0, len(changed), POLES_A_STATEMENT):
            cursor.execute("SELECT public.refresh_search(%s)", [changed[start : start + POLES_A_STATEMENT]])
        cursor.execute("DROP TABLE search_later")
