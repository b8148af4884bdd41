"""What the worker does for the charter."""

from procrastinate.contrib.django import app

from charter.services import campaigns, signatories, signing


@app.task(name=campaigns.STEP)
def campaign_step(pk: int, of_round: int) -> None:
    """Write the next letters of a campaign."""
    campaigns.step(pk, of_round)


@app.periodic(cron="47 3 * * *")
@app.task(name="charter.erase_old", queueing_lock="charter.erase_old")
def erase_old(timestamp: int) -> None:
    """What was begun and not confirmed, and who signed what is over, are not kept for longer than they serve."""
    signing.erase_old()
    signatories.erase_old()
