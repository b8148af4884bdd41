"""Letters: nothing lost, nothing sent twice by itself, whatever is cut and when."""

import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from procrastinate.contrib.django import app

from benchmarks.servers import database_url
from ptce_site import letters, tasks
from ptce_site.models import Letter, LetterState
from tests import factories
from tests.signed_in import sign_in
from tests.working import work

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20


@pytest.fixture(autouse=True)
def no_job_yet(transactional_db):
    """A flush does not empty the worker's own tables."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


@pytest.fixture
def mail_server():
    """A mail server that answers as told to the end of a message: `answer` holds its words, or None to stay silent."""
    told = SimpleNamespace(answer=b"250 ok", recipient=b"250 ok", messages=[], port=0)

    class Session(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 fictif\r\n")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    self.wfile.write(b"354 go\r\n")
                    text = b""
                    while (row := self.rfile.readline()) not in (b".\r\n", b""):
                        text += row
                    told.messages.append(text)
                    if told.answer is None:
                        time.sleep(SECONDS)
                        return
                    self.wfile.write(told.answer + b"\r\n")
                elif word == b"RCPT":
                    self.wfile.write(told.recipient + b"\r\n")
                else:
                    self.wfile.write(b"250 ok\r\n")
                    if word == b"QUIT":
                        return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Session) as server:
        told.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield told
        server.shutdown()


@pytest.fixture
def by_smtp(mail_server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail_server.port, 2
    return mail_server


def state(letter):
    letter.refresh_from_db()
    return letter.state


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [letters.DELIVERY])
        return [row[0] for row in cursor.fetchall()]


def test_worker_sends_what_was_committed_as_text_and_html():
    letter = letters.post("personne@example.org", "Un objet\nsur deux lignes", "Bonjour,\n\nhttps://example.org/a?b=1&c=2 <b>")
    work()

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["personne@example.org"], "Un objet sur deux lignes")
    assert message.body == "Bonjour,\n\nhttps://example.org/a?b=1&c=2 <b>\n\n-- \nAnnuaire des PTCE\nhttp://127.0.0.1:8000\n"
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert '<a href="https://example.org/a?b=1&amp;c=2"' in html
    assert "&lt;b&gt;" in html
    assert (state(letter), letter.text, jobs()) == (LetterState.SENT, "", [])


def test_nothing_leaves_when_the_transaction_is_given_up():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letters.post("personne@example.org", "Objet", "Texte")
        raise ZeroDivisionError
    work()

    assert (mail.outbox, jobs(), Letter.objects.count()) == ([], [], 0)


def test_letter_waits_while_the_server_is_away_and_leaves_when_it_is_back(by_smtp, settings):
    letter = letters.post("personne@example.org", "Objet", "Texte")
    settings.EMAIL_PORT = 1  # nobody listens there

    with pytest.raises(letters.NotSent):
        letters.deliver(letter.pk)
    assert (state(letter), letter.attempts, letter.text) == (LetterState.WAITING, 1, "Texte\n")
    settings.EMAIL_PORT = by_smtp.port
    letters.deliver(letter.pk)
    letters.deliver(letter.pk)

    assert state(letter) == LetterState.SENT
    assert len(by_smtp.messages) == 1


def test_worker_tries_again_by_itself(by_smtp, settings):
    letters.post("personne@example.org", "Objet", "Texte")
    settings.EMAIL_PORT = 1
    work()

    assert jobs() == ["todo"]


def test_attempts_end(by_smtp, settings):
    letter = letters.post("personne@example.org", "Objet", "Texte")
    settings.EMAIL_PORT = 1
    for _ in range(letters.MOST_ATTEMPTS):
        with pytest.raises(letters.NotSent):
            letters.deliver(letter.pk)
    letters.deliver(letter.pk)

    assert (state(letter), letter.attempts) == (LetterState.FAILED, letters.MOST_ATTEMPTS)


@pytest.mark.parametrize(
    ("recipient", "answer", "expected"),
    [
        (b"550 no such person", b"250 ok", LetterState.FAILED),
        (b"450 later", b"250 ok", LetterState.WAITING),
        (b"250 ok", b"554 no", LetterState.FAILED),
        (b"250 ok", b"451 later", LetterState.WAITING),
        (b"250 ok", None, LetterState.DOUBTFUL),
    ],
)
def test_what_the_server_answers_is_believed(by_smtp, recipient, answer, expected):
    by_smtp.recipient, by_smtp.answer = recipient, answer
    letter = letters.post("personne@example.org", "Objet", "Texte")

    if expected == LetterState.WAITING:
        with pytest.raises(letters.NotSent):
            letters.deliver(letter.pk)
    else:
        letters.deliver(letter.pk)

    assert state(letter) == expected
    assert letter.text == "Texte\n"


def test_worker_killed_while_sending_leaves_a_doubtful_letter_never_sent_again_by_itself(mail_server):
    mail_server.answer = None
    letter = letters.post("personne@example.org", "Objet", "Texte")
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    environment.pop("SECRET_KEY_FILE", None)
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker"], env=environment, cwd=settings.BASE_DIR, start_new_session=True
    )
    try:
        end = time.monotonic() + SECONDS
        while not mail_server.messages and time.monotonic() < end:
            time.sleep(0.05)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    assert state(letter) == LetterState.LEAVING
    with connection.cursor() as cursor:  # what the worker itself was to do at that minute
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [tasks.TAKING_UP])
    taking_up = app.configure_task(tasks.TAKING_UP)
    taking_up.defer(timestamp=0)
    work()
    assert (state(letter), jobs()) == (LetterState.LEAVING, ["doing"])  # its worker may still live
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    taking_up.defer(timestamp=0)
    work()
    work()
    assert (state(letter), jobs(), len(mail_server.messages)) == (LetterState.DOUBTFUL, [], 1)


def test_job_taken_up_after_a_kill_makes_the_letter_doubtful():
    letter = letters.post("personne@example.org", "Objet", "Texte")
    Letter.objects.update(state=LetterState.LEAVING)
    letters.deliver(letter.pk)

    assert (state(letter), mail.outbox) == (LetterState.DOUBTFUL, [])


def test_staff_see_letters_without_their_text_and_may_send_again(client):
    sign_in(client, factories.staff())
    doubtful, sent = (letters.post(f"{name}@example.org", f"Objet {name}", "Le code 1234") for name in ("douteuse", "partie"))
    Letter.objects.filter(pk=doubtful.pk).update(state=LetterState.DOUBTFUL)
    letters.deliver(sent.pk)

    pages = (
        client.get("/admin/ptce_site/letter/").content + client.get(f"/admin/ptce_site/letter/{doubtful.pk}/change/").content
    )
    chosen = {"action": "send_again", "_selected_action": [doubtful.pk, sent.pk]}
    told = client.post("/admin/ptce_site/letter/", chosen, follow=True).content.decode()

    assert b"Objet douteuse" in pages
    assert b"1234" not in pages
    assert "Lettres remises à l&#x27;envoi : 1." in told
    assert [state(doubtful), state(sent)] == [LetterState.WAITING, LetterState.SENT]
    work()
    assert [message.to for message in mail.outbox] == [["partie@example.org"], ["douteuse@example.org"]]
