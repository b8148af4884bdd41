"""Loaded by pytest before anything else: a secret for the tests, and the embedded PostgreSQL unless DATABASE_URL is set."""

import contextlib
import os
import secrets

import pytest

if not os.environ.get("SECRET_KEY") and not os.environ.get("SECRET_KEY_FILE"):
    os.environ["SECRET_KEY"] = secrets.token_urlsafe(48)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in the tests' thread

stack = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Hold the database for the time of the run."""
    from ptce_site import database

    try:
        stack.enter_context(database.available())
    except database.DatabaseUnavailable as error:
        raise pytest.UsageError(str(error)) from error


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, at the end, that pages were opened in no browser."""
    from tests.browser import chromium

    if chromium.find() is None:
        terminalreporter.section("navigateur", sep="!")
        terminalreporter.write_line(chromium.MISSING)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let it go: the last process to do so stops the embedded server."""
    stack.close()
