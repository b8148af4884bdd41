"""The cell: what was announced of it, what is known today, who steers it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cell.models import CommitteeSeat
from ptce_site.clock import today
from ptce_site.content_version import public_page


@public_page
def cell(request: HttpRequest) -> HttpResponse:
    """The announcement of 28 March 2017 as it was made, the missions, the seats by period."""
    begun = CommitteeSeat.objects.exclude(period__startswith__gt=today())
    seats = begun.select_related("organisation").order_by("organisation__sort_key", "period")
    return render(request, "cell/cell.html", {"seats": list(seats)})
