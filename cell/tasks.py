"""What the worker does for the cell."""

import pghistory
from procrastinate.contrib.django import app

from cell.services import applications, mailings


@app.task(name=mailings.STEP)
def mailing_step(pk: int) -> None:
    """Write the next letters of a mailing."""
    mailings.step(pk)


@app.periodic(cron="7 0 * * *")
@app.task(name="cell.announce_results", queueing_lock="cell.announce_results")
def announce_results(timestamp: int) -> None:
    """Every night: the laureates of the calls whose results are announced that day."""
    with pghistory.context(source="résultats d'un appel"):
        applications.announce()


@app.periodic(cron="57 3 * * *")
@app.task(name="cell.erase_old", queueing_lock="cell.erase_old")
def erase_old(timestamp: int) -> None:
    """Every night: addresses that were written to are not kept for longer than it serves."""
    mailings.erase_old()
