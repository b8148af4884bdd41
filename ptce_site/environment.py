"""Reading of the environment: the only place where a setting's value comes from."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

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


def tile_host(template: str) -> str:
    """The origin of an address of map tiles, such as `https://tiles.example/{z}/{x}/{y}.png`.

    Raises ImproperlyConfigured when it is not one: https (or this machine), with {z}, {x} and {y} and no other part to fill.
    """
    address = urlsplit(template)
    path = f"{address.path}{address.query}"
    is_ours = address.scheme == "http" and address.hostname in ("127.0.0.1", "localhost")
    holes = sorted(re.findall(r"{(.*?)}", path))
    if (address.scheme != "https" and not is_ours) or "{" in address.netloc or holes != ["x", "y", "z"]:
        raise ImproperlyConfigured("MAP_TILE_URL doit être une adresse https avec {z}, {x} et {y}, sans autre accolade.")
    return f"{address.scheme}://{address.netloc}"


def mail(url: str, folder: Path) -> dict[str, object]:
    """Django's settings of an address such as `smtp+tls://account:password@machine:587`; without one, files in `folder`.

    Raises ImproperlyConfigured when it is not one.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    try:
        settings = env.email_url_config(url)
    except (KeyError, ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured("EMAIL_URL doit être une adresse comme smtp+tls://compte:motdepasse@machine:587.") from error
    return {name: value for name, value in settings.items() if name.startswith("EMAIL_")}
