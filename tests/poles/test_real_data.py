"""The files that the project ships: the real territories, poles and figures."""

import csv
import json
from collections import Counter

import pytest
from django.test import Client

from poles.management.commands.prepare import DATA
from poles.models import Collectivity, FormerCommune, NetworkFact, Organisation, Pole, Recognition
from poles.services.import_lines import Outcome
from poles.services.pole_import import import_poles

pytestmark = pytest.mark.django_db
LONGEST_LOAD_SECONDS = 20


@pytest.fixture(scope="module")
def rows():
    with (DATA / "poles.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_official_code_is_whole_and_loads_in_time(real):
    levels = Counter(Collectivity.objects.values_list("level", flat=True))

    assert levels == {"region": 26, "departement": 109, "epci": 1255, "commune": 34969}
    assert FormerCommune.objects.count() == 2621
    current = set(Collectivity.objects.filter(level="commune").values_list("code", flat=True))
    assert sum(code in current for code in FormerCommune.objects.values_list("code", flat=True)) == 584
    assert real["seconds"] < LONGEST_LOAD_SECONDS


def test_every_real_pole_is_created_once(real, rows):
    assert [line.outcome for line in real["report"].lines] == [Outcome.CREATED] * 49
    assert list(Pole.objects.order_by("number").values_list("number", flat=True)) == [int(row["code"][5:]) for row in rows]
    assert import_poles(DATA / "poles.csv", wet=True).count(Outcome.UNCHANGED) == 49


def test_what_is_written_is_what_the_file_says(real, rows):
    assert Pole.objects.exclude(legal_form="").count() == sum(bool(row["legal_form"]) for row in rows) == 17
    assert Pole.objects.exclude(founded_year=None).count() == sum(bool(row["founded_year"]) for row in rows) == 19
    assert Pole.objects.exclude(lead_organisation=None).count() == sum(bool(row["lead_organisation"]) for row in rows) == 33
    assert Pole.objects.exclude(seat_commune=None).count() == sum(bool(row["insee_code"]) for row in rows)
    assert Recognition.objects.count() == sum(len(row["labels"].split(";")) for row in rows if row["labels"])
    assert Pole.objects.exclude(last_evidence_on=None).count() == 0
    assert Organisation.objects.count() == len({row["lead_organisation"] for row in rows} - {""})


def test_every_real_pole_has_a_page_and_stands_in_every_form(real, rows):
    client = Client()
    for pole in Pole.objects.all():
        response = client.get(pole.get_absolute_url())
        assert response.status_code == 200, pole
        assert ("À confirmer par le pôle" in response.content.decode()) == (pole.confidence != "high")
    document = json.loads(b"".join(client.get("/poles/json").streaming_content))
    assert document["total"] == len(document["poles"]) == 49
    assert {pole["code"]: pole["confiance"] for pole in document["poles"]} == {row["code"]: row["confidence"] for row in rows}


def test_totals_of_regions_and_departements_match_the_rows(real, rows):
    client = Client()
    for parameter, column in (("region", "region_name"), ("departement", "departement_code")):
        for value, count in Counter(row[column] for row in rows).items():
            level = {"region": "region", "departement": "departement"}[parameter]
            lookup = {"name": value} if parameter == "region" else {"code": value}
            code = Collectivity.objects.get(level=level, **lookup).code
            page = client.get("/poles/", {parameter: code}).content.decode()
            assert f'class="total">{count} pôle{"s" if count > 1 else ""}</h2>' in page, value


def test_facts_are_all_there(real):
    assert NetworkFact.objects.count() == 39
    assert NetworkFact.objects.get(kind="signatories").minimum == 65
