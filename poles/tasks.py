"""What the worker does for poles, by itself."""

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from poles.models import Pole
from poles.services import imports, named_contacts, persons, pictures, quality_counts, requests, search_entries, site_checks


@app.periodic(cron="17 3 * * *")
@app.task(name="poles.erase_old_requests", queueing_lock="poles.erase_old_requests")
def erase_old_requests(timestamp: int) -> None:
    """Every night: what visitors wrote is not kept with their address for longer than it serves; nor who never agreed."""
    requests.erase_old()
    named_contacts.forget_unanswered()


@app.periodic(cron="47 3 * * *")
@app.task(name="poles.discard_unused_pictures", queueing_lock="poles.discard_unused_pictures")
def discard_unused_pictures(timestamp: int) -> None:
    """Every night: a picture that was replaced may be put back during a year, then is forgotten."""
    pictures.discard_unused()


@app.periodic(cron="7 4 * * *")
@app.task(name="poles.erase_unused_accounts", queueing_lock="poles.erase_unused_accounts")
def erase_unused_accounts(timestamp: int) -> None:
    """Every night: accounts that nobody uses are warned, then erased."""
    persons.warn_and_erase_unused()


@app.task(name=imports.JOB, retry=RetryStrategy(max_attempts=100, wait=30, retry_exceptions=imports.LOST))
def import_file(pk: int) -> None:
    """Try or write an import."""
    imports.work(pk)


@app.task(name=search_entries.JOB, retry=RetryStrategy(max_attempts=100, wait=30, retry_exceptions=imports.LOST))
def write_search_entries(poles: list[int]) -> None:
    """Make searchable some of the poles that a large import changed."""
    search_entries.write(poles)


@app.periodic(cron="27 3 * * *")
@app.task(name="poles.erase_old_imports", queueing_lock="poles.erase_old_imports")
def erase_old_imports(timestamp: int) -> None:
    """Every night: what files held is not kept for longer than it serves."""
    imports.erase_old()


@app.periodic(cron="7 * * * *")
@app.task(name="poles.visit_sites", queueing_lock="poles.visit_sites", lock="poles.visit_sites")
def visit_sites(timestamp: int) -> None:
    """Every hour: some of the sites that have not been asked for a month, unless the site is told not to (`SITE_VISITS`)."""
    if settings.SITE_VISITS:
        site_checks.run()


@app.periodic(cron="37 2 * * 1")
@app.task(name="poles.record_quality", queueing_lock="poles.record_quality")
def record_quality(timestamp: int) -> None:
    """Every Monday: how many poles have each kind of fault, so that the back office shows where it goes."""
    quality_counts.record(Pole.objects.all())
