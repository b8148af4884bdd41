"""Dated figures of the network."""

import datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from poles.models import NetworkFact

pytestmark = pytest.mark.django_db
HEADER = "date,call,kind,min,max,unit,meaning,source\n"


def load(tmp_path, lines):
    path = tmp_path / "facts.csv"
    path.write_text(HEADER + lines, encoding="utf-8")
    call_command("load_facts", str(path))


@pytest.mark.parametrize(
    ("date", "day", "precision"),
    [
        ("2014-01-10", datetime.date(2014, 1, 10), "day"),
        ("2023-05", datetime.date(2023, 5, 1), "month"),
        ("2016", datetime.date(2016, 1, 1), "year"),
        ("", None, "unknown"),
    ],
)
def test_date_is_as_precise_as_the_file_says(tmp_path, date, day, precision):
    load(tmp_path, f"{date},aap-2013,laureates,23,23,count,Lauréats,https://example.org/a;https://example.org/b\n")

    fact = NetworkFact.objects.get()
    assert (fact.date, fact.date_precision, fact.call, fact.minimum) == (day, precision, "aap-2013", 23)
    assert fact.sources == ["https://example.org/a", "https://example.org/b"]


def test_loading_twice_changes_nothing_and_a_new_figure_updates(tmp_path):
    line = "2016,,share,65,65,%,Associations,RTES\n"
    load(tmp_path, line)
    load(tmp_path, line)
    load(tmp_path, line.replace("65,65", "65,66"))

    fact = NetworkFact.objects.get()
    assert (fact.minimum, fact.maximum) == (65, 66)
    assert [event.pgh_label for event in fact.events.order_by("pgh_id")] == ["insert", "update"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2016-13,,poles,1,1,count,x,\n", "« 2016-13 » n'est pas une date"),
        ("hier,,poles,1,1,count,x,\n", "ni une année, ni un mois, ni un jour"),
        ("2016,,poles,beaucoup,1,count,x,\n", "« beaucoup » n'est pas un nombre"),
        ("2016,,poles,NaN,1,count,x,\n", "« NaN » n'est pas un nombre"),
        ("2016,,poles,2,1,count,x,\n", "le maximum ne peut pas être dessous"),
        ("2016,,poles,1,1,kg,x,\n", "unité inconnue « kg »"),
        ("2016,,poles,1,1,count,,\n", "ligne 3"),
        ("2016,,poles,-1,1,count,x,\n", "Le minimum n'est pas négatif"),
        ("2016,,share,66,66,%,Associations,autre\n", "même chiffre que la ligne 2"),
    ],
)
def test_wrong_line_writes_nothing(tmp_path, line, told):
    with pytest.raises(CommandError, match="Rien n'a été écrit") as error:
        load(tmp_path, "2016,,share,65,65,%,Associations,RTES\n" + line)

    assert told in str(error.value)
    assert NetworkFact.objects.count() == 0
