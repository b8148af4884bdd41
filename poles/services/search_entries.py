"""Search entries in bulk. Triggers write that of a pole each time that something of it changes; here, once at the end."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.types import JSONDict

JOB = "poles.write_search_entries"
AFTER_LETTERS = -1
POLES_A_STATEMENT = 200


@contextlib.contextmanager
def written_at_the_end(*, by_jobs: bool = False) -> Iterator[None]:
    """Inside a transaction: what the block changes of poles is searchable when it ends, whatever was changed.

    With `by_jobs`, more than POLES_A_STATEMENT poles are made searchable by jobs once the transaction is over, so that who
    changes one of them meanwhile does not wait for all.

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
        changed: list[Any] = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("DROP TABLE search_later")
        some = [changed[start : start + POLES_A_STATEMENT] for start in range(0, len(changed), POLES_A_STATEMENT)]
        if by_jobs and len(some) > 1:
            jobs: list[JSONDict] = [{"poles": poles} for poles in some]
            app.configure_task(JOB, priority=AFTER_LETTERS).batch_defer(*jobs)
        else:
            for poles in some:
                write(poles)


def write(poles: Sequence[int]) -> None:
    """Make poles, given by their keys, searchable as they are now; pages of search kept before are no longer true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.refresh_search(%s), public.note_content_change()", [list(poles)])


def are_waiting() -> bool:
    """Whether jobs still have to make poles searchable."""
    return ProcrastinateJob.objects.filter(task_name=JOB, status__in=("todo", "doing")).exists()
