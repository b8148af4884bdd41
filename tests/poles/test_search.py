"""The contract of search: what each query finds, and must not find, among the 49 real poles."""

import pytest

from poles import search
from poles.models import Pole

pytestmark = pytest.mark.django_db
# A query, and the numbers of exactly the poles that it finds.
EXACT = {
    # Hyphens, apostrophes, spaces, accents
    "cluster jura": {6}, "clus'ter jura": {6}, "Clus’Ter": {6, 27}, "CLUSTERJURA": {6},
    "clus ter": {6, 27}, "jura cluster": {6},
    "bou sol": {14}, "bou'sol": {14}, "bousol": {14}, "scic bou'sol": {14}, "domb'innov": {11}, "domb innov": {11},
    "dombinnov": {11}, "innovales": {12}, "inno vales": {12}, "ecossolies": {20}, "Les Écossolies": {20},
    "fontaine o livres": {19}, "Fontaine Ô Livres": {19}, "3.EVA": {13}, "3eva": {13}, "3 eva": {13}, "neo56": {25},
    "Néo 56": {25}, "neo": {25}, "fe2i": {17}, "ecopya": {23}, "peccs": {33}, "pepss": {51}, "fibr'ethik": {33},
    "fibrethik": {33}, "tour letan": {37}, "sin pol": {37}, "bois d'olives": {38}, "pays d'auge": {23}, "stras eco": {43},
    "réuniverre": {39}, "place des possibles": {41}, "agir durable 2.0": {47},
    # Words put together, stop words or not
    "lacoursive": {2}, "laserre": {28}, "lesecossolies": {20}, "lesarticulteurs": {60}, "boisdolives": {38},
    "placedespossibles": {41}, "lesmureaux": {9}, "lemans": {59}, "lonslesaunier": {6}, "romanssurisere": {1},
    "larochesuryon": {57}, "cotedor": {2}, "cote dor": {2}, "hautegaronne": {28, 45, 50}, "bouchesdurhone": {14, 31},
    "grandest": {17, 29, 30, 43}, "sinpol": {37},
    # As people ask
    "près de nantes": {20}, "autour de toulouse": {28, 45}, "quels ptce à la réunion ?": {35, 37, 38, 39},
    "je cherche un ptce alimentation en ile de france": {18}, "departement du jura": {6}, "département 31": {28, 45, 50},
    "dpt 21": {2}, "PTCE-42": {42}, "ptce 42": {42}, "ptce n°42": {42}, "ptce n° 6": {6},
    # Lead organisations and acronyms
    "val horizon": {11}, "groupe archer": {1}, "archer": {1}, "seignanx": {7}, "synethic": {45}, "emap": {38},
    "miess 30": {51}, "les tracols": {41}, "initiatives et cité": {27}, "calade": {48},
    # Towns, postal codes, former communes
    "romans-sur-isère": {1}, "romans sur isere": {1}, "lons le saunier": {6}, "LONS-LE-SAUNIER": {6}, "saint étienne": {10},
    "st etienne": {10}, "st-etienne": {10}, "saint-dizier": {29}, "st dizier": {29}, "trevoux": {11}, "grasse": {5},
    "la roche sur yon": {57}, "la roche-sur-foron": {12}, "toulouse": {28, 45}, "marseille": {14}, "les mureaux": {9},
    "redon": {60}, "39000": {6}, "26100": {1}, "06130": {5}, "97460": {37}, "boufféré": {54}, "hellemmes": {27}, "lomme": {27},
    "anetz": set(),
    # Départements by name or number, regions
    "jura": {6}, "drôme": {1, 41}, "drome": {1, 41}, "la réunion": {35, 37, 38, 39}, "974": {35, 37, 38, 39},
    "guadeloupe": {40}, "haute garonne": {28, 45, 50}, "gard": {48, 51}, "lozere": {49}, "vendée": {54, 57},
    "bretagne": {25, 60}, "hauts de france": {27}, "normandie": {23},
    "ile de france": {9, 18, 19, 61}, "bas-rhin": {43}, "mayenne": {55},
    # Public codes
    "PTCE-0042": {42}, "ptce 0042": {42}, "ptce0042": {42}, "0042": {42}, "PTCE-0006": {6},
    # One letter wrong, missing, in excess or swapped
    "dombinov": {11}, "dijom": {2}, "tolouse": {28, 45}, "tuolouse": {28, 45}, "marseile": {14}, "marrseille": {14},
    "strasborug": {43}, "figaec": {3}, "saugue": {32}, "limous": {13}, "trevuox": {11}, "ecosolies": {20},
    "dom'innov": {11}, "Dom Innov": {11}, "bou'aol": {14}, "bo'sol": {14}, "clus'ler jura": {6}, "cluster jua": {6},
    "ls mureaux": {9}, "lns-le-saunier": {6}, "la roche sr yon": {57}, "romans-ur-isère": {1}, "pôle su archer": {1},
    "pce du pays d'ancenis": {21},
    "saint-laurent-uen-royans": {41}, "ptce udu pays du mans": {59},
    "figeacteur": {3}, "articuleurs": {60}, "fontaine o livrse": {19}, "coursive boutarric": {2}, "tetrsi": {5},
    # Plural and singular, words of texts, several words
    "boulangerie": {14}, "boulangeries": {14}, "lainière": set(), "laines": {32}, "mobilités douces": {5},
    "musique du monde": {61}, "palette": {31}, "culture saint etienne": {10}, "insertion 974": {35, 38},
    "alimentation marseille": {14}, "laine saugues": {32}, "ptce culture montaigu": {54}, "pôle laine": {32},
    # Exact phrases and exclusions
    'jura ""': {6}, 'jura "\'"': {6},
    '"culture et coopération"': {10}, "« pain et partage »": {14}, '"haute vallée"': {13}, "toulouse -serre": {45},
    'toulouse -"la serre"': {45}, "drome -archer": {41}, '974 -"bois d\'olives" -tour': {35, 39}, "vendee -culture": {57},
}  # fmt: skip
# A query, and some of the poles that it finds.
AMONG = {
    "l'economie circulaire": {5, 6, 13, 17, 20, 29, 30, 31, 33, 41, 46, 53}, "tiers lieux": {2, 3, 5, 20, 27, 28, 41, 45},
    "tiers-lieu": {2, 3, 5, 20, 27, 28, 41, 45}, "tiers-lieux": {2, 3, 5, 20, 27, 28, 41, 45}, "tierslieu": {2, 5, 41},
    "laines saug": {32}, "coopératives cultu": {10}, "mobilités gras": {5},
    "coop": {5, 6, 10, 14, 28}, "coopér": {5, 6, 10}, "coopérat": {5, 6, 10},
    "cultur": {2, 10, 54, 60, 61}, "cult": {2, 10, 54},
    "réemplois": {5, 33, 41, 46, 53}, "emplois": {1, 7, 9, 17}, "scic": {5, 6, 14, 28}, "39": {6}, "26": {1, 41},
    "pays de la loire": {20, 21, 54, 55, 56, 57, 59}, "occitanie": {3, 13, 28, 45, 47, 48, 49, 50, 51}, "paris": {19, 61},
    "grand est": {17, 29, 30, 43}, "tous les ptce": {1, 61}, "liste des ptce": {1, 61}, "ptce": {1, 61}, "pôles": {1, 61},
    "ess": {1, 11, 20, 21, 25, 27, 43}, "economie sociale et solidaire": {1, 11, 20, 21, 25, 27, 43},
    "ami 2021": {39, 40, 41, 42, 43, 45, 47, 48, 49, 50, 51}, "aap 2013": {2, 6, 7, 10, 17, 21, 25, 27, 28, 29, 30, 31},
    "pole temoin": {1, 10, 19}, 'culture -"culture et coopération"': {2, 19, 54, 60, 61}, '-"culture coopération"': {10},
    "écoconstruction": {7, 12, 35, 43}, "ancenis": {21}, "association": {2, 3, 7, 10}, "romans": {1}, "figeac": {3},
    "bio": {14, 30}, "ptce du pays": {21, 59}, "loire": {10, 46},
}  # fmt: skip
# What is in no page, or only beside what is asked.
ABSENT = [
    "corse", "ajaccio", "lyon", "bordeaux", "rennes", "brest", "montpellier", "mayotte", "martinique", "guyane", "nucléaire",
    "aéronautique", "pétrole", "cryptomonnaie", "ostéopathie", "football", "chasse à courre", "xyzzy", "99999", "PTCE-9999",
    '"coopération et culture"', '"jura cluster"', '"saugues laine"', "bousol lyon", "toulouse nantes", "culture -culture",
    "dombinxyz", "39 marseille", "jupiter", "abattoir", "casino", "2B", "33000", '"sol bou"', "zfieldz",
    "dunkerque", "lille -lille",
    "tolouse lyon", "aura", '"culture coopération"', '"culture de la coopération"', "charte", "cherche lyon",
]  # fmt: skip


@pytest.fixture(scope="module")
def numbers(real):
    return dict(Pole.objects.values_list("pk", "number"))


@pytest.mark.parametrize("query", EXACT)
def test_query_finds_exactly(numbers, query):
    found = search.find(query)

    assert {numbers[pk] for pk in found.ids} == EXACT[query], found


@pytest.mark.parametrize("query", AMONG)
def test_query_finds_among_others(numbers, query):
    found = search.find(query)

    assert {numbers[pk] for pk in found.ids} >= AMONG[query], found


@pytest.mark.parametrize("query", ABSENT)
def test_query_finds_nothing_that_is_not_there(numbers, query):
    found = search.find(query)

    assert [numbers[pk] for pk in found.ids] == [], found
    assert not found.asks_nothing


def test_contract_is_long_enough():
    assert len(EXACT) + len(AMONG) - sum(not found for found in EXACT.values()) >= 60
    assert len(ABSENT) >= 20


@pytest.mark.parametrize("query", ["", "  ", "le", "de la", "à l'", "'", "-", '"', '""', "-le", "!!!", "%"])
def test_query_of_stop_words_asks_nothing(numbers, query):
    assert search.find(query).asks_nothing


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("38", ["38"]), ("2a", ["2A"]), ("neo 56", []),
        ("Provence-Alpes-Côte d'Azur culture", ["93"]), ("l'isle sur la sorgue", ["84054"]),
        ("Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson", ["51513"]), ("grasse lyon", ["06069", "69123"]),
    ],
)  # fmt: skip
def test_places_named_are_those_meant(numbers, query, codes):
    """Not a place whose name stands in that of another; a number of département when it is alone."""
    assert [place["code"] for place in search.find(query).named] == codes


def test_spelling_is_offered_when_something_answers_it(numbers):
    assert search.find("montargis").offered == {"montargis": ["montargois"]}
    assert search.find('montargis -"gatinais montargois"').offered == {}


def test_excluding_alone_keeps_the_others(numbers):
    assert len(search.find("-toulouse").ids) == 47
