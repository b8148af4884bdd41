"""Letters: written in the transaction of what they tell, sent afterwards by the worker, never twice by itself.

A letter is marked as leaving, and that committed, before the mail server hears of it. A worker killed at that moment leaves
it so; its job is taken up by another worker (`ptce_site.tasks`), which cannot know whether the letter left: it becomes
doubtful, and only a person of the cell may send it again.
"""

import datetime
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from procrastinate.contrib.django import app

from ptce_site.models import Letter, LetterState
from ptce_site.site_settings import site_name

DELIVERY = "ptce_site.deliver_letter"
MOST_ATTEMPTS = 8
KEPT_DAYS = 365
LONGEST_SUBJECT = 200


class NotSent(Exception):  # noqa: N818 (it tells the worker to try again)
    """The mail server could not be reached or said to come back later; the letter waits."""


def post(to: str, subject: str, text: str, html: str = "", unsubscribe: str = "") -> Letter:
    """Write a letter, which leaves if and when the transaction in hand is committed.

    `text` is plain; its HTML form is made of it when it leaves, its addresses as links, unless `html` gives one, already safe.
    `unsubscribe` is an address where a POST alone is enough to receive no more of the kind (RFC 8058).
    """
    subject = " ".join(subject.split())[:LONGEST_SUBJECT]
    letter = Letter.objects.create(to=to, subject=subject, text=text.strip() + "\n", html=html, unsubscribe=unsubscribe)
    _defer(letter)
    return letter


def erase_old() -> int:
    """Erase the addresses of letters older than KEPT_DAYS; how many."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    return Letter.objects.filter(created_at__lt=before).exclude(to="").update(to="", text="", html="", unsubscribe="", error="")


def send_again(letter: Letter) -> bool:
    """Send a letter that is doubtful or failed, as a person asks; false when it is neither, any more."""
    with transaction.atomic():
        held = Letter.objects.select_for_update().get(pk=letter.pk)
        if held.state not in (LetterState.DOUBTFUL, LetterState.FAILED):
            return False
        held.state, held.attempts, held.error = LetterState.WAITING, 0, ""
        held.save(update_fields=["state", "attempts", "error"])
        _defer(held)
    return True


def deliver(pk: int) -> None:
    """Send a letter that waits. Raises NotSent when it surely has not left and is worth another attempt."""
    letter = _take(pk)
    if letter is None:
        return
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise _put_back(letter, error) from error
    try:
        _message(letter, connection).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        if _for_good(error):
            _end(letter, LetterState.FAILED, str(error))
        else:
            raise _put_back(letter, error) from error
    except (OSError, smtplib.SMTPException) as error:
        _end(letter, LetterState.DOUBTFUL, f"La liaison s'est rompue pendant l'envoi : {error}")
    else:
        _end(letter, LetterState.SENT)
    finally:
        connection.close()


def _defer(letter: Letter) -> None:
    app.configure_task(DELIVERY).defer(pk=letter.pk)


def _take(pk: int) -> Letter | None:
    """The letter, marked as leaving; None when it is not waiting."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(pk=pk).first()
        if letter is None or letter.state not in (LetterState.WAITING, LetterState.LEAVING):
            return None
        if letter.state == LetterState.LEAVING:
            _end(letter, LetterState.DOUBTFUL, "L'envoi a été coupé : la lettre est peut-être partie.")
            return None
        letter.state, letter.left_at = LetterState.LEAVING, timezone.now()
        letter.attempts += 1
        letter.save(update_fields=["state", "left_at", "attempts"])
    return letter


def _put_back(letter: Letter, error: Exception) -> NotSent:
    if letter.attempts >= MOST_ATTEMPTS:
        _end(letter, LetterState.FAILED, str(error))
    else:
        letter.state, letter.error = LetterState.WAITING, str(error)[:500]
        letter.save(update_fields=["state", "error"])
    return NotSent(str(error))


def _end(letter: Letter, state: LetterState, error: str = "") -> None:
    """What has been sent is not kept: it may hold a code or a link that opens."""
    letter.state, letter.error = state, error[:500]
    if state == LetterState.SENT:
        letter.text = letter.html = letter.unsubscribe = ""
    letter.save(update_fields=["state", "error", "text", "html", "unsubscribe"])


def _for_good(error: smtplib.SMTPException) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    else:
        codes = [error.smtp_code]  # type: ignore[attr-defined]
    return all(code >= 500 for code in codes)


def _message(letter: Letter, connection: object) -> EmailMultiAlternatives:
    signed = f"{letter.text.rstrip()}\n\n-- \n{site_name()}\n{settings.SITE_URL}\n"  # « -- » : the mark of a signature
    headers = {"List-Unsubscribe": f"<{letter.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        letter.subject, signed, settings.DEFAULT_FROM_EMAIL, [letter.to], connection=connection,
        headers=headers if letter.unsubscribe else {},
    )  # fmt: skip
    names = {
        "subject": letter.subject,
        "text": letter.text,
        "html": mark_safe(letter.html),  # noqa: S308 (who posts it made it safe)
        "SITE_NAME": site_name(),
        "SITE_URL": settings.SITE_URL,
    }
    message.attach_alternative(render_to_string("letters/letter.html", names), "text/html")
    return message
