"""What the worker does for the charter, every night."""

from procrastinate.contrib.django import app

from charter.services import signatories, signing


@app.periodic(cron="47 3 * * *")
@app.task(name="charter.erase_old", queueing_lock="charter.erase_old")
def erase_old(timestamp: int) -> None:
    """What was begun and not confirmed, and who signed what is over, are not kept for longer than they serve."""
    signing.erase_old()
    signatories.erase_old()
