#!/usr/bin/env python
"""Django's command line, with the embedded PostgreSQL started around it when it is the one in use."""

import contextlib
import os
import signal
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ptce_site.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from ptce_site import database

    # Told to stop, by whatever signal, a command unwinds, so that the embedded PostgreSQL is stopped after it.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        settings.SECRET_KEY  # noqa: B018 (a wrong setting is told in one line, whatever the command)
        with database.available() if database.is_needed_by(sys.argv[1:]) else contextlib.nullcontext():
            execute_from_command_line(sys.argv)
    except (database.DatabaseUnavailable, ImproperlyConfigured) as error:
        print(f"Erreur : {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
