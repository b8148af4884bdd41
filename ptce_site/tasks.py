"""What the worker does: `manage.py procrastinate worker`."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ptce_site import letters

TAKING_UP = "ptce_site.take_up_stalled"
RETRY = RetryStrategy(max_attempts=letters.MOST_ATTEMPTS, exponential_wait=4, retry_exceptions=[letters.NotSent])


@app.task(name=letters.DELIVERY, retry=RETRY)
def deliver_letter(pk: int) -> None:
    """Send the letter of this key."""
    letters.deliver(pk)


@app.periodic(cron="37 3 * * *")
@app.task(name="ptce_site.erase_old_letters", queueing_lock="ptce_site.erase_old_letters")
def erase_old_letters(timestamp: int) -> None:
    """Every night: to whom a letter went is not kept for longer than it serves."""
    letters.erase_old()


@app.periodic(cron="*/2 * * * *")
@app.task(name=TAKING_UP, queueing_lock=TAKING_UP)
async def take_up_stalled(timestamp: int) -> None:
    """Give the jobs of a worker that died to another: each task says by itself what it had already done."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
