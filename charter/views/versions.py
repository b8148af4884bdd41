"""The charter: its versions, one of them, two side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from charter import principles, register
from charter.enums import VersionState
from charter.models import CharterVersion
from poles.models import NetworkFact
from ptce_site.clock import today
from ptce_site.content_version import content_moment, public_page


def _public() -> list[CharterVersion]:
    return list(CharterVersion.objects.exclude(state=VersionState.DRAFT))


@public_page
def charter(request: HttpRequest) -> HttpResponse:
    """What the charter is, the version in force, the former ones, how many are said to have signed."""
    versions = _public()
    facts = NetworkFact.objects.filter(kind=register.SIGNATORIES, date__isnull=False)
    return render(
        request,
        "charter/charter.html",
        {
            "current": next((one for one in versions if one.state == VersionState.CURRENT), None),
            "versions": versions,
            "fact": facts.order_by("-date").first(),
            "signed": register.current(content_moment(request)).count(today()),
        },
    )


@public_page
def version(request: HttpRequest, slug: str) -> HttpResponse:
    """One version; `avec` names another to read beside it."""
    versions = {one.slug: one for one in _public()}
    shown = versions.get(slug)
    if shown is None:
        raise Http404
    beside = versions.get(request.GET.get("avec", ""))
    if beside == shown:
        beside = None
    columns = [(one, principles.as_html(one.text, prefix)) for one, prefix in ((shown, "principe"), (beside, "autre")) if one]
    return render(
        request,
        "charter/version.html",
        {
            "version": shown,
            "beside": beside,
            "columns": columns,
            "principles": principles.numbers(shown.text),
            "others": [one for one in versions.values() if one != shown],
        },
    )
