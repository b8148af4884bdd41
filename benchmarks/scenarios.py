"""What is asked of each side. Parameters are drawn from lists longer than the run, so that no answer is served twice."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection

from benchmarks.data import SEED, lexicon
from poles.enums import LegalForm
from poles.models import Collectivity, Pole, Sector

FACETS = ("region", "departement", "forme", "stade", "echelle")
ARRAY_FACETS = ("secteurs", "reconnaissances", "types_membre", "roles")


@dataclass(frozen=True)
class Scenario:
    """A kind of request: the site's address, Datasette's (for those that compare) and the textbook's."""

    name: str
    site: Callable[[int], str]
    datasette: Callable[[int], str] | None = None
    textbook: Callable[[int], str] | None = None
    counted: bool = True
    """Whether the page shows a total that the plain queryset must equal."""


def _site(**parameters: str) -> str:
    return f"/poles/?{urlencode(parameters)}" if parameters else "/poles/"


def _datasette(base: str, **parameters: str) -> str:
    facets = [("_facet", name) for name in FACETS] + [("_facet_array", name) for name in ARRAY_FACETS]
    return f"/{base}/poles?{urlencode([*facets, *parameters.items()])}"


class Draws:
    """Lists of parameters, shuffled once."""

    def __init__(self, size: int) -> None:
        chance = random.Random(SEED)
        self.departements = list(Collectivity.objects.current().departements().values_list("code", flat=True))
        self.sectors = list(Sector.objects.values_list("slug", flat=True))
        self.forms = LegalForm.values
        self.pairs = [(place, sector) for place in self.departements for sector in self.sectors]
        self.word_forms = []
        common, medium, rare = _words_by_frequency(size)
        self.common, self.medium, self.rare = common, medium, rare
        self.two_common = [(one, other) for one in common for other in common if one != other]
        self.word_forms = [(word, form) for word in common for form in self.forms]
        self.absent = [f"{word}qx" for word in lexicon()]
        numbers = chance.sample(range(1, size + 1), min(size, 4000))
        names = Pole.objects.filter(number__in=numbers[:1000]).order_by("number").values_list("seat_commune__name", flat=True)
        self.misspelt = [_misspelt(name) for name in dict.fromkeys(filter(None, names)) if _is_one_word(name)]
        communes = Collectivity.objects.current().filter(level="commune", latitude__isnull=False).order_by("code")
        self.communes = list(communes.values_list("code", flat=True))
        self.beginnings = sorted({name[:length] for name in communes.values_list("name", flat=True) for length in (3, 4, 5)})
        self.poles = list(Pole.objects.filter(number__in=numbers).order_by("number").values_list("slug", flat=True))
        for drawn in vars(self).values():
            chance.shuffle(drawn)


def _is_one_word(name: str) -> bool:
    return name.isalpha() and name.isascii() and len(name) > 6


def _misspelt(name: str) -> str:
    """The fourth and fifth letters swapped."""
    return name[:3] + name[4] + name[3] + name[5:]


def _words_by_frequency(size: int) -> tuple[list[str], list[str], list[str]]:
    """Words held by more than a tenth of the poles, by about a hundredth, by a few."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, ndoc FROM ts_stat('SELECT document FROM poles_searchentry WHERE published LIMIT 20000')")
        counts = dict(cursor.fetchall())
    sample = min(size, 20_000)
    words = [(word, counts.get(word, 0)) for word in lexicon()]
    return (
        [word for word, count in words if count > sample * 0.1][:80],
        [word for word, count in words if sample * 0.006 < count < sample * 0.03][:400],
        [word for word, count in words if 0 < count <= max(sample * 0.002, 2)][:400],
    )


def scenarios(draws: Draws, base: str) -> Iterator[Scenario]:
    """Every scenario; `base` is the name of Datasette's database."""

    def word(name: str, words: list[str]) -> Scenario:
        return Scenario(
            name,
            lambda n: _site(q=words[n % len(words)]),
            lambda n: _datasette(base, _search=words[n % len(words)]),
            lambda n: _site(q=words[n % len(words)]),
        )

    yield Scenario("accueil de l'annuaire", lambda n: _site(), lambda n: _datasette(base), lambda n: _site())
    places = draws.departements
    yield Scenario(
        "une facette",
        lambda n: _site(departement=places[n % len(places)]),
        lambda n: _datasette(base, departement=places[n % len(places)]),
        lambda n: _site(departement=places[n % len(places)]),
    )
    pairs = draws.pairs
    yield Scenario(
        "deux facettes",
        lambda n: _site(departement=pairs[n % len(pairs)][0], secteur=pairs[n % len(pairs)][1]),
        lambda n: _datasette(base, departement=pairs[n % len(pairs)][0], secteurs__arraycontains=pairs[n % len(pairs)][1]),
        lambda n: _site(departement=pairs[n % len(pairs)][0], secteur=pairs[n % len(pairs)][1]),
    )
    yield word("mot fréquent", draws.common)
    yield word("mot moyen", draws.medium)
    yield word("mot rare", draws.rare)
    two = draws.two_common
    yield word("deux mots fréquents", [f"{one} {other}" for one, other in two[:2000]])
    forms = draws.word_forms
    yield Scenario(
        "mot fréquent et forme",
        lambda n: _site(q=forms[n % len(forms)][0], forme=forms[n % len(forms)][1]),
        lambda n: _datasette(base, _search=forms[n % len(forms)][0], forme=forms[n % len(forms)][1]),
        lambda n: _site(q=forms[n % len(forms)][0], forme=forms[n % len(forms)][1]),
    )
    yield word("mot de nulle part", draws.absent)
    if draws.misspelt:
        yield Scenario("faute de frappe", lambda n: _site(q=draws.misspelt[n % len(draws.misspelt)]))
    yield Scenario("rayon", lambda n: _site(pres_de=draws.communes[n % len(draws.communes)], rayon="30"))
    yield Scenario("page d'un pôle", lambda n: f"/poles/{draws.poles[n % len(draws.poles)]}/", counted=False)
    yield Scenario(
        "page d'un territoire", lambda n: f"/territoires/commune/{draws.communes[n % len(draws.communes)]}/", counted=False
    )
