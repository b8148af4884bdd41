"""What may be imported, each with its columns: those of a file are matched with them by their names."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from poles import rights
from poles.rights import Person
from poles.services import import_resources as resources
from poles.services import import_rows as rows
from poles.services.import_lines import Importer
from poles.services.pole_import import PoleImporter
from poles.services.pole_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from poles.text import normalized

CLOSE_ENOUGH = 0.85


@dataclass(frozen=True)
class Column:
    """A column of a kind; `also` are other names that files give it."""

    name: str
    label: str
    also: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class ImportKind:
    """Something that may be imported. `importer` takes the lines for a person; `may` says who may ask it.

    A file with the column `known_by`, which names rows that are there, may be without those that are required of new ones.
    """

    slug: str
    label: str
    help: str
    columns: tuple[Column, ...]
    importer: Callable[[User], Importer]
    may: Callable[[Person], bool]
    known_by: str = ""

    def matched(self, titles: Iterable[str]) -> dict[str, str]:
        """The column that each title of a file names, exactly or nearly; those that name none are left out."""
        names = {_key(name): column.name for column in self.columns for name in (column.label, *column.also, column.name)}
        titles, found = list(titles), dict[str, str]()
        for is_exact in (True, False):
            for title in titles:
                key = _key(title)
                alike = [key] if key in names else [] if is_exact else get_close_matches(key, names, 1, CLOSE_ENOUGH)
                if title not in found and alike and names[alike[0]] not in found.values():
                    found[title] = names[alike[0]]
        return found

    def missing(self, names: Collection[str]) -> list[Column]:
        """The columns without which no line of a file with these ones can be read."""
        if self.known_by in names:
            return []
        return [column for column in self.columns if column.is_required and column.name not in names]


def kinds() -> list[ImportKind]:
    """Those of all apps (`settings.IMPORT_KINDS`)."""
    return [import_string(path) for path in settings.IMPORT_KINDS]


def kind_of(slug: str) -> ImportKind:
    """Raises KeyError."""
    return {kind.slug: kind for kind in kinds()}[slug]


def _key(title: str) -> str:
    return normalized(title.replace("_", " "))


def _columns(*columns: tuple[str, ...], required: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(name, label, tuple(also), name in set(required)) for name, label, *also in columns)


PERIOD = (("depuis", "depuis", "début", "since", "start"), ("jusqu_a", "jusqu'à", "fin", "until", "end"))
SOURCE = ("source", "source")
ROW = ("fiche", "fiche n°", "numéro de fiche")
POLE = ("pole", "pôle", "code du pôle", "ptce", "nom du pôle")
IDENTIFIERS = (("siren", "SIREN", "numéro siren"), ("siret", "SIRET", "numéro siret"), ("rna", "RNA", "numéro rna"))
DATES_HELP = "Dates : une année, un mois (03/2014) ou un jour ; « en cours » dans « jusqu'à » si cela dure."
DATES_HELP += " « Fiche n° », tel qu'un export le donne, corrige la période d'une ligne qui est là."
OF_POLES = (
    ("name", "nom", "nom du pôle", "dénomination", "pôle"),
    ("departement_code", "département", "code département", "numéro de département", "département du siège"),
    ("code", "code PTCE", "code du pôle", "code public", "numéro"),
    ("as_of", "à jour au", "date", "mis à jour le", "vérifié le"),
    ("acronym", "sigle", "acronyme"),
    ("short_description_fr", "résumé", "présentation", "description courte"),
    ("description", "description", "ce que fait le pôle"),
    ("commune", "commune", "ville", "commune du siège"),
    ("insee_code", "code INSEE", "code commune", "insee"),
    ("region_name", "région"),
    ("legal_form", "forme juridique", "statut juridique"),
    ("lead_organisation", "structure porteuse", "porteur"),
    ("founded_year", "année de création", "création"),
    ("ended_year", "année de fin"),
    ("scale", "échelle"),
    ("sectors", "secteurs", "secteur"),
    ("labels", "reconnaissances", "labels", "label"),
    ("members_count", "nombre de membres", "membres", "membres annoncés"),
    ("website", "site", "site web", "site internet"),
    ("email", "adresse électronique générique", "courriel", "adresse électronique", "email"),
    ("phone", "téléphone générique", "téléphone"),
    ("source_urls", "sources", "source"),
    ("last_evidence_on", "dernière preuve d'activité"),
    ("last_evidence_source", "source de cette preuve"),
    ("confidence", "confiance"),
    *IDENTIFIERS,
    ("is_new", "nouveau pôle", "nouveau"),
)
if {name for name, *_ in OF_POLES} != {*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS}:
    raise AssertionError("each column of a file of poles has its label")

POLES = ImportKind(
    "poles", "Pôles",
    "Ce qu'une personne ou une source plus récente a dit d'un pôle n'est jamais écrasé. Pour un pôle déjà là, son code "
    "PTCE suffit. « oui » dans « nouveau pôle » : ce n'est aucun de ceux dont le nom ressemble.",
    _columns(*OF_POLES, required=REQUIRED_COLUMNS), lambda _: PoleImporter(), rights.sees_every_pole, known_by="code",
)  # fmt: skip
ORGANISATIONS = ImportKind(
    "structures", "Structures", "Reconnues par l'adresse de leur page, le SIRET, le RNA, le SIREN, sinon le nom.",
    _columns(
        ("nom", "nom", "name", "dénomination", "structure", "raison sociale"),
        ("adresse", "adresse de la page", "slug"),
        ("sigle", "sigle", "acronyme"),
        ("forme_juridique", "forme juridique", "legal_form", "statut juridique"),
        *IDENTIFIERS,
        ("site", "site", "website", "site web", "site internet"),
        ("departement", "département", "departement_code", "code département"),
        ("commune", "commune", "ville"),
        ("code_insee", "code INSEE", "insee_code", "code commune", "insee"),
        required=["nom"],
    ),
    lambda _: resources.OrganisationResource(), rights.sees_every_pole, known_by="adresse",
)  # fmt: skip
MEMBERSHIPS = ImportKind(
    "adhesions", "Membres des pôles",
    f"Le pôle par son code ou son nom, la structure par son SIRET, son SIREN ou son nom. {DATES_HELP}",
    _columns(
        POLE, ("structure", "structure", "membre", "organisation", "siret"), ("role", "rôle"),
        ("type_de_membre", "type de membre", "type", "member_type"), *PERIOD, SOURCE, ROW,
        required=["pole", "structure"],
    ),
    lambda _: rows.MembershipResource(), rights.sees_every_pole,
)  # fmt: skip
PARTNERSHIPS = ImportKind(
    "partenariats", "Collectivités partenaires",
    f"La collectivité par son code officiel ou son nom ; le niveau lève un doute. {DATES_HELP}",
    _columns(
        POLE, ("collectivite", "collectivité", "code de la collectivité"), ("niveau", "niveau", "level"),
        ("roles", "rôles", "rôle"), ("montant", "montant", "amount"), ("lien", "lien", "link", "adresse"), *PERIOD, ROW,
        required=["pole", "collectivite"],
    ),
    lambda _: rows.PartnershipResource(), rights.sees_every_pole,
)  # fmt: skip
RECOGNITIONS = ImportKind(
    "reconnaissances", "Reconnaissances", f"Appels à projets, listes… sauf la charte, qui a son registre. {DATES_HELP}",
    _columns(
        POLE, ("reconnaissance", "reconnaissance", "label", "appel", "kind"), ("nom_de_l_appel", "nom de l'appel"),
        ("par_qui", "par qui", "organisme"),
        ("resultat", "résultat", "result"), *PERIOD, SOURCE, ROW,
        required=["pole", "reconnaissance"],
    ),
    lambda _: rows.RecognitionResource(), rights.sees_every_pole,
)  # fmt: skip
