"""Reading of the environment: the only place where a setting's value comes from."""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def secret(name: str, default: str = "") -> str:
    """The value of the variable `name`, or the content of the file that `name_FILE` points to.

    Raises ImproperlyConfigured when both are set or the file cannot be read.
    """
    file = os.environ.get(f"{name}_FILE", "")
    value = os.environ.get(name, "")
    if file and value:
        raise ImproperlyConfigured(f"{name} et {name}_FILE sont tous deux définis : gardez-en un seul.")
    if not file:
        return value or default
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE : « {file} » ne peut pas être lu ({error}).") from error


def whole(name: str, default: int) -> int:
    """A whole number, not negative. Raises ImproperlyConfigured when it is not one."""
    value = one_line(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} : « {value} » n'est pas un nombre entier.")
    return int(value)


def one_line(name: str, default: str = "") -> str:
    """A text shown on pages; line breaks and surrounding spaces are dropped."""
    return " ".join(env.str(name, default=default).split())
