"""What the worker does for the cell."""

from procrastinate.contrib.django import app

from cell.services import mailings


@app.task(name=mailings.STEP)
def mailing_step(pk: int) -> None:
    """Write the next letters of a mailing."""
    mailings.step(pk)


@app.periodic(cron="57 3 * * *")
@app.task(name="cell.erase_old", queueing_lock="cell.erase_old")
def erase_old(timestamp: int) -> None:
    """Every night: addresses that were written to are not kept for longer than it serves."""
    mailings.erase_old()
