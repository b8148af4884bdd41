"""Organisations of the poles."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from poles.enums import Publication
from poles.models import Membership, Organisation, Pole
from poles.text import normalized
from ptce_site.content_version import public_page

PER_PAGE = 60
LONGEST_NAME = 100


@public_page
def organisations(request: HttpRequest) -> HttpResponse:
    """Those that lead or belong to a published pole, by name; the words of `q` are all in the name."""
    typed = request.GET.get("q", "").strip()[:LONGEST_NAME]
    found = _in_a_published_pole()
    if typed:
        for word in normalized(typed).split():
            if len(word) > 1:  # « l' » is no word of a name
                found = found.filter(sort_key__contains=word)
    paginator = Paginator(found.select_related("commune", "departement"), PER_PAGE)
    return render(request, "poles/organisations.html", {"page": paginator.get_page(request.GET.get("page")), "typed": typed})


@public_page
def organisation_page(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation and its published poles; one that was merged leads to the other."""
    organisation = _in_a_published_pole().select_related("commune", "departement", "collectivity").filter(slug=slug).first()
    if organisation is None:
        other = _in_a_published_pole().filter(merged_from__slug=slug).first()
        if other is None:
            raise Http404
        return HttpResponsePermanentRedirect(reverse("poles:organisation", args=[other.slug]))
    memberships = Membership.objects.filter(organisation=organisation, pole__publication=Publication.PUBLISHED)
    rows = memberships.select_related("pole__seat_commune", "pole__seat_departement").order_by("pole__sort_key", "period")
    led = Pole.objects.published().filter(lead_organisation=organisation).with_row_details().in_order("nom")
    return render(request, "poles/organisation.html", {"organisation": organisation, "led": led, "memberships": rows})


def _in_a_published_pole() -> QuerySet[Organisation]:
    published = Pole.objects.published()
    belongs = Membership.objects.filter(pole__publication=Publication.PUBLISHED).values("organisation")
    return Organisation.objects.filter(Q(pk__in=published.values("lead_organisation")) | Q(pk__in=belongs))
