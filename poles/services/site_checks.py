"""Each month, whether the sites of poles answer: which are asked when, and what is thought of one that does not."""

import datetime
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.utils import timezone

from poles.enums import Publication, SiteState
from poles.models import Pole, SiteCheck
from poles.services import site_visits
from poles.services.site_visits import Answer

MONTH = datetime.timedelta(days=30)
# How long after each failure in a row an address is asked again; it is said dead at the last one, ten days after the first.
AFTER_FAILURE = (datetime.timedelta(days=1), datetime.timedelta(days=3), datetime.timedelta(days=7), MONTH)
FAILURES_OF_DEAD = 4
MOST_A_RUN = 200
SECONDS_BETWEEN = 1.0


def run(visit: Callable[[str], Answer] = site_visits.visit, pause: Callable[[float], None] = time.sleep) -> int:
    """Ask the addresses that are due, one after the other; how many. What a run killed in the middle learnt is kept."""
    _follow_poles()
    last: dict[str, float] = {}
    due = SiteCheck.objects.filter(next_at__lte=timezone.now()).order_by("next_at", "pk")[:MOST_A_RUN]
    for check in due:
        host = urlsplit(check.url).hostname or ""
        pause(max(0.0, last.get(host, 0.0) + SECONDS_BETWEEN - time.monotonic()))
        note(check, visit(check.url))
        last[host] = time.monotonic()
    return len(due)


def note(check: SiteCheck, answer: Answer) -> None:
    """Keep what an address answered, and when to ask it again."""
    now = timezone.now()
    check.checked_at, check.told = now, answer.told[:200]
    if answer.state == SiteState.FAILING:
        check.failures += 1
        check.failing_since = check.failing_since or now
        check.state = SiteState.DEAD if check.failures >= FAILURES_OF_DEAD else SiteState.FAILING
        check.next_at = now + AFTER_FAILURE[min(check.failures, len(AFTER_FAILURE)) - 1]
    else:
        check.failures, check.failing_since, check.state = 0, None, answer.state
        check.next_at = now + max(MONTH, datetime.timedelta(seconds=min(answer.wait, 10**7)))
    check.save()


def _follow_poles() -> None:
    """One row for each address of a published pole, and none for the others."""
    urls = Pole.objects.filter(publication=Publication.PUBLISHED).exclude(website="").values_list("website", flat=True)
    wanted = set(urls)
    SiteCheck.objects.exclude(url__in=wanted).delete()
    known = set(SiteCheck.objects.values_list("url", flat=True))
    new = [SiteCheck(url=url, next_at=timezone.now()) for url in sorted(wanted - known)]
    SiteCheck.objects.bulk_create(new, ignore_conflicts=True)
