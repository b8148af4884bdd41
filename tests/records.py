"""A row of every kind that the back office shows, about one pole of région 84 where it is about a pole.

What only some may read says « secret ».
"""

import datetime

from django.contrib import admin
from django.utils import timezone

from cell.models import Application, Call, CommitteeSeat, Mailing, Unsubscribed
from charter.models import Campaign, CharterVersion, Signature
from poles.models import (
    Coordinator,
    FieldOrigin,
    FollowUp,
    FormerCommune,
    GlossaryWord,
    Import,
    KnownApart,
    LoadedFile,
    Membership,
    NamedContact,
    NetworkFact,
    Operation,
    Partnership,
    PartnershipRole,
    Picture,
    Place,
    PlanMention,
    Pole,
    QualityCount,
    Recognition,
    RegionalContact,
    Report,
    SiteCheck,
    Stage,
)
from poles.services import coordination, proposals, requests
from poles.services.changes import Wanted
from ptce_site import letters, site_settings
from ptce_site.models import HomeMessage, Letter, SavedView
from tests import factories

DAY = datetime.date(2026, 1, 1)
SINCE = {"period": (DAY, None), "start_precision": "day"}


def one_of_each(name: str = "Pôle au nom secret") -> Pole:
    """Written as services and commands would; the pole."""
    person = factories.user("secrete@example.org", name="Personne Secrète")
    office = factories.user("bureau@example.org", name="Bureau Secret", role="nationale")
    organisation, commune = factories.organisation(), factories.commune()
    picture = Picture.objects.create(digest="0" * 64, content=b"x", width=1, height=1)
    pole = factories.pole(
        name, seat_commune=commune, lead_organisation=organisation, website="https://secret.example.org/",
        picture=picture, picture_alt="Une halle",
    )  # fmt: skip
    _rows_of(pole, person)
    _of_the_network(pole)
    _of_the_cell(pole, office)
    _of_the_site(office)
    return pole


def another(number: int) -> None:
    """Another pole, of another commune, with a row of each kind that stands on a pole."""
    commune = factories.commune(f"2630{number}", f"Commune {number}")
    pole = factories.pole(
        f"Pôle secret {number}", seat_commune=commune, lead_organisation=factories.organisation(f"Structure {number}"),
        website=f"https://secret{number}.example.org/",
    )  # fmt: skip
    _rows_of(pole, factories.user(f"secrete{number}@example.org"))
    call, version = Call.objects.latest("pk"), CharterVersion.objects.latest("pk")
    drome = pole.seat_departement
    Application.objects.create(call=call, name=f"Projet {number}", pole=pole, departement=drome, received_on=DAY)
    Signature.objects.create(version=version, pole=pole, name=pole.name)
    CommitteeSeat.objects.create(organisation=pole.lead_organisation, **SINCE)


def _rows_of(pole: Pole, person: object) -> None:
    Coordinator.objects.create(user=person, pole=pole)
    Membership.objects.create(pole=pole, organisation=pole.lead_organisation, **SINCE)
    Partnership.objects.create(pole=pole, collectivity=pole.seat_commune, **SINCE)
    Recognition.objects.create(pole=pole, kind="charte", source="s", **SINCE)
    Stage.objects.create(pole=pole, name="emergent", **SINCE)
    Place.objects.create(pole=pole, name="La halle")
    FieldOrigin.objects.create(pole=pole, field="name", kind="cellule", as_of=DAY)
    pole.sector_links.create(sector=factories.sector())
    NamedContact.objects.create(pole=pole, name="Dominique Secret", function="Équipe", email="d@example.org")
    FollowUp.objects.create(pole=pole, text="Note secret", next_step="Rappeler", next_on=DAY, by=person, day=DAY)
    coordination.invite(pole, "invitee.secret@example.org", "editor", None)
    proposals.save(person, pole, [Wanted("name", "Autre nom secret")])
    proposals.submit(person, pole)
    requests.claim(pole, name="C. Secret", function="F", email="c@example.org", proof="P")
    Report.objects.create(pole=pole, what="Une erreur, en secret")
    SiteCheck.objects.create(url=pole.website, next_at=timezone.now())


def _of_the_network(pole: Pole) -> None:
    region = factories.region()
    FormerCommune.objects.create(code="26001", kind="commune-deleguee", name="Ancienne", commune=pole.seat_commune)
    PartnershipRole.objects.get_or_create(slug="financeur", defaults={"name": "Financeur"})
    NetworkFact.objects.create(kind="poles", unit="text", meaning="Un texte", date_precision="unknown")
    LoadedFile.objects.create(name="essai", digest="0" * 64)
    GlossaryWord.objects.create(slug="mot", name="Mot", definition="Un mot.")
    RegionalContact.objects.create(region=region, name="Cellule fictive", email="cellule@example.org")
    PlanMention.objects.create(region=region, plan="srdeii", date=DAY, says="Une phrase.", source="Essai")
    QualityCount.objects.create(day=DAY, region=region, fault="", count=1)


def _of_the_cell(pole: Pole, office: object) -> None:
    call = Call.objects.create(slug="essai-2026", name="Appel fictif", year=2026, organiser="Essai")
    drome = pole.seat_departement
    Application.objects.create(call=call, name="Projet secret", pole=pole, departement=drome, received_on=DAY)
    CommitteeSeat.objects.create(organisation=pole.lead_organisation, **SINCE)
    Mailing.objects.create(subject="Objet secret", text="Texte secret", by=office).poles.add(pole)
    Unsubscribed.objects.create(email="secret@example.org")
    version = CharterVersion.objects.create(
        slug="2021", title="Charte fictive", publisher="Fictif", adopted_on=DAY, state="en-vigueur"
    )
    Signature.objects.create(version=version, pole=pole, name="Pôle secret")
    Campaign.objects.create(version=version, subject="Campagne secret", text="Texte")
    Import.objects.create(kind="poles", file_name="secret.csv", by=office, table={"titles": [], "lines": [], "malformed": []})
    Operation.objects.create(kind="import", label="Import secret", by=office)
    other = factories.pole("Pôle secret aussi", seat_departement=drome, publication="brouillon")
    KnownApart.objects.create(kind="pole", one=min(pole.pk, other.pk), other=max(pole.pk, other.pk))


def _of_the_site(office: object) -> None:
    Letter.objects.filter(pk=letters.post("secret@example.org", "Objet secret", "Texte").pk).update(state="failed")
    SavedView.objects.create(user=office, model="poles.pole", query="q=secret", name="Vue secret")
    HomeMessage.objects.create(text="Bonjour", first_day=DAY)
    site_settings.row().save()


def first_keys() -> dict[str, str]:
    """By the start of the addresses of a model in the back office, the key of its first row."""
    found = {}
    for model in admin.site._registry:
        row = model._base_manager.order_by("pk").first()
        assert row is not None, f"no row of {model._meta.label} to try"
        found[f"/admin/{model._meta.app_label}/{model._meta.model_name}/"] = str(row.pk)
    return found
