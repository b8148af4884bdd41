"""Days known by their year, their month or exactly."""

import datetime

import pytest

from poles import partial_dates


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2014", datetime.date(2014, 1, 1), "year"),
        ("03/2014", datetime.date(2014, 3, 1), "month"),
        ("12/03/2014", datetime.date(2014, 3, 12), "day"),
        ("2014-03-12", datetime.date(2014, 3, 12), "day"),
        ("mars  2014", datetime.date(2014, 3, 1), "month"),
        ("1er Août 2014", datetime.date(2014, 8, 1), "day"),
        ("", None, "unknown"),
    ],
)
def test_what_people_write_is_read(written, day, precision):
    assert partial_dates.read(written) == (day, precision)
    assert partial_dates.read(partial_dates.text(day, precision)) == (day, precision)
    assert partial_dates.read(partial_dates.typed(partial_dates.text(day, precision))) == (day, precision)


@pytest.mark.parametrize(
    ("written", "typed"),
    [("2014", "2014"), ("2014-03", "03/2014"), ("2014-3-1", "01/03/2014"), ("hier", "hier"), ("12/03/2014", "12/03/2014")],
)
def test_they_are_shown_as_people_type_them(written, typed):
    assert partial_dates.typed(written) == typed


@pytest.mark.parametrize(
    "written", ["14", "31/02/2014", "9999", "31/12/9999", "0000-01-01", "1799", "mars", "pluviôse 2014", "2014-13"]
)
def test_what_is_no_plausible_day_is_told(written):
    with pytest.raises(ValueError, match=r"ann|mois"):
        partial_dates.read(written)


@pytest.mark.parametrize(
    ("written", "since", "until"),
    [
        ("2014", "depuis 2014", "jusqu'en 2014"),
        ("2014-03", "depuis mars 2014", "jusqu'en mars 2014"),
        ("2014-03-01", "depuis le 1er mars 2014", "jusqu'au 1er mars 2014"),
        ("2014-03-12", "depuis le 12 mars 2014", "jusqu'au 12 mars 2014"),
        ("", "", ""),
    ],
)
def test_they_are_told_in_words(written, since, until):
    assert (partial_dates.since(written), partial_dates.until(written)) == (since, until)
