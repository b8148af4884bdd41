"""Reading of cells: each function gives what a cell says, or raises ValueError, in French, when it is nothing of the kind."""

import datetime
import functools
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator, validate_email
from django.db.models import TextChoices
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from poles.codes import HIGHEST_NUMBER, PREFIX, code_of, hyphenated
from poles.constraints import FIRST_YEAR, HTTP_ADDRESS, RNA_NUMBER, named_host
from poles.fields import bare_identifier
from poles.text import normalized, normalized_each
from ptce_site.clock import today

MOST_MEMBERS = 100_000
MOST_EUROS = 10**10
check_url = URLValidator(schemes=["http", "https"])
check_public = RegexValidator(HTTP_ADDRESS)


def day(cell: str) -> datetime.date:
    """A past day, AAAA-MM-JJ or JJ/MM/AAAA."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.datetime.strptime(cell, form).date()
        except ValueError:
            continue
        if day.year >= FIRST_YEAR and day <= today():
            return day
        raise ValueError(f"« {cell} » n'est pas un jour passé")
    raise ValueError(f"« {cell} » n'est pas une date (AAAA-MM-JJ)")


def code(cell: str) -> int:
    """The number that a pole's code holds."""
    cell = hyphenated(cell)
    digits = cell.removeprefix(PREFIX)
    if cell == digits or not re.fullmatch(r"[0-9]{4,6}", digits) or not 1 <= int(digits) <= HIGHEST_NUMBER:
        raise ValueError(f"« {cell} » n'est pas un code : {PREFIX} suivi de quatre à six chiffres")
    number = int(digits)
    if code_of(number) != cell:
        raise ValueError(f"« {cell} » n'est pas un code : écrivez {code_of(number)}")
    return number


def choice(kinds: type[TextChoices], unknown: str) -> Callable[[str], str]:
    """Converts a cell that holds one of these values, or the words that pages show for it."""

    def convert(cell: str) -> str:
        if cell in kinds.values:
            return cell
        value = by_words(kinds).get(normalized(cell))
        if value is None:
            raise ValueError(f"{unknown} « {cell} » (valeurs : {', '.join(map(str, kinds.labels))})")
        return value

    return convert


@functools.cache
def by_words(kinds: type[TextChoices]) -> dict[str, str]:
    """The values by the words that pages show for them, normalized."""
    labels = normalized_each([str(label) for label in kinds.labels])
    return dict(zip(labels, map(str, kinds.values), strict=True))


def yes(cell: str) -> bool:
    """« oui » or « non »."""
    said = {"oui": True, "non": False}.get(normalized(cell))
    if said is None:
        raise ValueError(f"« {cell} » n'est ni oui ni non")
    return said


def name_and_code(cell: str) -> tuple[str, str]:
    """A place as pages and exports show it, « Drôme (26) »: its name, and its code, empty when there is none."""
    found = re.fullmatch(r"(.+?) \(([0-9][0-9AB][0-9]{0,7})\)", cell)
    return (found[1], found[2]) if found else (cell, "")


def _whole(cell: str) -> int | None:
    return int(cell) if re.fullmatch(r"[0-9]{1,9}", cell) else None


def year(cell: str) -> int:
    """A year that is not to come."""
    year = _whole(cell)
    if year is None or not FIRST_YEAR <= year <= today().year:
        raise ValueError(f"« {cell} » n'est pas une année entre {FIRST_YEAR} et {today().year}")
    return year


def count(cell: str) -> int:
    """A number of members."""
    count = _whole(cell)
    if count is None or count > MOST_MEMBERS:
        raise ValueError(f"« {cell} » n'est pas un nombre de membres")
    return count


def amount(cell: str) -> Decimal:
    """Euros, with or without cents."""
    try:
        value = Decimal("".join(cell.split()).removesuffix("€").replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(f"« {cell} » n'est pas un montant en euros") from error
    if not value.is_finite() or not 0 <= value < MOST_EUROS:
        raise ValueError(f"« {cell} » n'est pas un montant en euros")
    return round(value, 2)


def email(cell: str) -> str:
    """An e-mail address."""
    try:
        validate_email(cell)
    except ValidationError as error:
        raise ValueError(f"« {cell[:80]} » n'est pas une adresse électronique") from error
    return cell


def address(cell: str, longest: int = 300) -> str:
    """A web address; one without its scheme is taken as https, as in a form."""
    scheme, separator, rest = cell.partition("://")
    address = f"{scheme.lower()}{separator}{rest}" if separator else f"https://{cell}"
    try:
        check_url(address)
        check_public(address)
        named_host(address)
    except ValidationError as error:
        raise ValueError(f"« {cell[:80]} » n'est pas une adresse http:// ou https:// valable") from error
    if len(address) > longest:
        raise ValueError(f"adresse de {len(address)} caractères, il en faut {longest} au plus")
    return address


def addresses(cell: str) -> list[str]:
    """Addresses separated by semicolons; one may hold a semicolon itself, so they are cut before `http`."""
    parts = re.split(r";\s*(?=https?:)", cell.strip("; "), flags=re.IGNORECASE)
    return list(dict.fromkeys(address(part.strip(), longest=500) for part in parts))


def siren(cell: str) -> str:
    """Nine digits, with their check digit; spaces and points are left out."""
    return _identifier(bare_identifier(cell), cell, "SIREN", 9, siren_number.is_valid)


def siret(cell: str) -> str:
    """Fourteen digits, with their check digit."""
    return _identifier(bare_identifier(cell), cell, "SIRET", 14, siret_number.is_valid)


def _identifier(number: str, cell: str, kind: str, length: int, is_valid: Callable[[str], bool]) -> str:
    if number.isdigit() and len(number) == length and is_valid(number):
        return number
    reason = f"« {cell} » n'est pas un numéro {kind} ({length} chiffres, dont une clé de contrôle)"
    if number.isdigit() and len(number) == length - 1 and is_valid(f"0{number}"):
        reason += f" ; zéro initial perdu ? proposé : 0{number}"
    raise ValueError(reason)


def rna(cell: str) -> str:
    """W and nine digits or letters."""
    number = bare_identifier(cell)
    if not re.fullmatch(RNA_NUMBER, number):
        raise ValueError(f"« {cell} » n'est pas un numéro RNA (W suivi de 9 chiffres ou lettres)")
    return number
