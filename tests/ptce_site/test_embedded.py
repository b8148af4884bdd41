"""The PostgreSQL that comes with the packages: what a violent end leaves behind."""

import os
import subprocess
import sys

import pytest

from ptce_site import embedded


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded, "HOME", tmp_path / ".postgres")
    return tmp_path / ".postgres"


def test_server_stops_with_its_last_user(home):
    with embedded.running():
        assert embedded._answers()
        other = subprocess.run(
            [sys.executable, "-c", _OTHER_USER, str(home)], capture_output=True, text=True, check=False, timeout=60
        )
        assert other.returncode == 0, other.stderr
        assert embedded._answers()

    assert not embedded._answers()


_OTHER_USER = """
import sys
from pathlib import Path
from ptce_site import embedded
embedded.HOME = Path(sys.argv[1])
with embedded.running():
    pass
"""


def test_pid_of_another_program_is_not_taken_for_the_server(home):
    """After a kill -9, the number in postmaster.pid may be that of any program: here, of this one."""
    with embedded.running():
        pass
    stale = home / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{home / 'data'}\n1\n5432\n{home}\n\n\nready\n")

    with embedded.running():
        assert embedded._answers()


def test_unfinished_cluster_is_made_again(home):
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("18")
    if os.geteuid() == 0:
        os.chown(home, embedded._server_uid(), -1)

    with embedded.running():
        assert embedded._answers()
    assert not (home / "data.new").exists()


@pytest.mark.parametrize("length", [5, 200])
def test_socket_fits_whatever_the_path(monkeypatch, tmp_path, length):
    monkeypatch.setattr(embedded, "HOME", tmp_path / ("x" * length))

    assert len(os.fsencode(embedded.socket_folder())) <= embedded.LONGEST_SOCKET_FOLDER


def test_folder_that_cannot_be_used_is_told(home):
    home.parent.joinpath(".postgres").write_text("a file in the way")

    with pytest.raises(embedded.DatabaseUnavailable, match=r"n'est pas utilisable par"), embedded.running():
        pass
