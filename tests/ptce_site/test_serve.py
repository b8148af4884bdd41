"""`make run` as a person lives it: first start, second, pulled plug, Ctrl-C, and what may be in the way."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from tests.ptce_site.copies import ROOT, copy_of_the_project

SECOND_START_SECONDS = 10


@pytest.fixture
def copy(tmp_path):
    with copy_of_the_project(tmp_path) as made:
        yield made


def test_server_starts_starts_again_survives_a_kill_and_stops_clean(copy):
    first = copy.serve()
    assert copy.get("/poles/clus-ter-jura/") == 200
    assert copy.get(f"/poles/?region={'9' * 7000}") == 200
    status, page = copy.refusal(f"/poles/?region={'9' * 10_000}")
    assert (status, "L&#x27;adresse est trop longue." in page) == (414, True)
    assert bad_request(copy, b"GET /\xc3\xa9 HTTP/9.9\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert bad_request(copy, b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: " + b"x" * 9000 + b"\r\n\r\n").startswith(b"HTTP/1.1 431 ")
    first.send_signal(signal.SIGINT)
    output = first.communicate(timeout=30)[0]
    assert first.returncode == 0
    assert "créés : 49" in output
    assert copy.processes() == []

    start = time.monotonic()
    second = copy.serve()
    seconds = time.monotonic() - start
    assert seconds < SECOND_START_SECONDS
    os.killpg(second.pid, signal.SIGKILL)
    copy.kill_everything()
    assert "pôles : déjà là" in second.communicate()[0].lower()

    third = copy.serve()
    assert copy.get("/poles/clus-ter-jura/") == 200
    (worker,) = workers(copy)
    worker.kill()
    assert until(lambda: [one.pid for one in workers(copy) if one.pid != worker.pid])
    third.send_signal(signal.SIGTERM)
    third.communicate(timeout=30)
    assert copy.processes() == []


def workers(copy):
    found = []
    for process in copy.processes():
        with contextlib.suppress(psutil.NoSuchProcess):
            if "procrastinate" in process.cmdline():
                found.append(process)
    return found


def until(found, seconds=20):
    """What `found` answers as soon as it answers something."""
    end = time.monotonic() + seconds
    while not (answer := found()) and time.monotonic() < end:
        time.sleep(0.2)
    return answer


def bad_request(copy, raw):
    """What answers to bytes that are no request."""
    with socket.create_connection(("127.0.0.1", copy.port), timeout=10) as connection:
        connection.sendall(raw)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert b"Demande illisible" in answer
    assert b"Content-Security-Policy: default-src 'none'" in answer
    return answer


def test_first_start_cut_short_is_taken_up_again(copy):
    """Killed while the tables or the territories are being made: the next start finishes the work."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=copy.folder, env=copy.environment(), stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    for line in process.stdout:
        if line.startswith("Code officiel"):
            break
    time.sleep(0.5)
    process.kill()
    copy.kill_everything()
    process.communicate()

    server = copy.serve()

    assert copy.get("/poles/clus-ter-jura/") == 200
    server.terminate()
    server.communicate(timeout=30)


def test_database_restarted_under_the_server_is_found_again(copy):
    server = copy.serve()
    postmaster = int((copy.folder / ".postgres/data/postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGQUIT)
    deadline = time.monotonic() + 20
    while copy.get("/poles/") == 200 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert copy.get("/poles/") == 503

    copy.manage("check")  # starts it again, and stops it with the last user only

    assert copy.get("/poles/") == 200
    server.terminate()
    server.communicate(timeout=30)


def test_taken_port_is_one_clear_line(copy):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", copy.port))
        taken.listen()
        result = copy.manage("serve")

    assert result.returncode != 0
    assert result.stderr == (
        f"CommandError: le port {copy.port} n'est pas libre (déjà utilisé) : choisissez-en un autre avec PORT=…\n"
    )
    assert result.stdout == ""


@pytest.mark.parametrize("port", ["abc", "0", "70000", "²"])
def test_wrong_port_is_one_clear_line(copy, port):
    result = copy.manage("serve", PORT=port)

    assert result.returncode != 0
    assert len(result.stderr.splitlines()) == 1


def test_unreachable_database_is_one_clear_line(copy):
    result = copy.manage("serve", DATABASE_URL="postgresql://127.0.0.1:9/rien")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("CommandError: DATABASE_URL : la base ne répond pas.")
    assert len(result.stderr.splitlines()) == 1
    assert not (copy.folder / ".postgres").exists()


def test_path_with_a_space_is_one_clear_line(tmp_path):
    folder = tmp_path / "mon projet"
    folder.mkdir()
    (folder / "Makefile").write_text((ROOT / "Makefile").read_text())

    result = subprocess.run(["make", "run"], cwd=folder, capture_output=True, text=True, check=False)

    assert result.returncode != 0
    assert "contient un espace" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in folder.iterdir()] == ["Makefile"]


def test_no_network_is_one_clear_line(tmp_path):
    for name in ("Makefile", "requirements"):
        (tmp_path / name).symlink_to(ROOT / name)
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    nowhere |= {"PIP_RETRIES": "0", "PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": ""}

    result = subprocess.run(
        ["make", "-s", "run"],
        cwd=tmp_path,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    lines = [line for line in result.stderr.splitlines() if not line.startswith("make")]
    assert result.returncode != 0
    assert len(lines) == 1
    assert "vérifiez l'accès au réseau" in lines[0]
    assert not (tmp_path / ".venv/base.txt").exists()


def test_too_long_a_path_for_a_socket_still_works(tmp_path):
    folder = tmp_path / ("d" * 60) / ("e" * 60)
    folder.mkdir(parents=True)
    with copy_of_the_project(folder) as copy:
        result = copy.manage("migrate", "accounts")

        assert result.returncode == 0, result.stderr
        assert copy.processes() == []
