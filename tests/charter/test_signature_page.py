"""A signature's page, its certificate on screen and as a tagged PDF, its badge."""

import io
import re
import xml.etree.ElementTree as ElementTree

import pypdf
import pytest
import weasyprint
from django.test import Client
from PIL import Image

from charter import certificate
from charter.models import Signature
from charter.services import signatures
from tests import factories
from tests.charter.conftest import sent, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def signature(version, keeper):
    pole = factories.pole("Pôle <fictif>", seat_commune=factories.commune())
    made = sent(version, pole, statement="Nous <b>coopérons</b>.")
    return signatures.register(keeper, made.pk)


def page(signature, part=""):
    response = Client().get(f"/charte/signatures/{signature.code}/{part}")
    assert response.status_code == 200 and "public" in response["Cache-Control"]
    return response.content.decode()


@pytest.mark.parametrize("shown", [False, True])
def test_signatory_is_named_only_with_their_consent_and_their_address_never(signature, shown):
    Signature.objects.update(shows_signatory=shown)
    told = page(signature) + page(signature, "attestation/") + page(signature, "badge.svg")

    assert ("Dominique Secret" in told) is shown
    assert "dominique@example.org" not in told
    assert "Nous &lt;b&gt;coopérons&lt;/b&gt;." in told and "<b>coop" not in told


def test_page_gives_the_badge_with_the_html_to_copy(signature):
    told = page(signature)

    copied = re.search(r"<textarea[^>]*>(.*?)</textarea>", told, re.DOTALL)[1]
    assert "&lt;a href=&quot;" in copied and f"/charte/signatures/{signature.code}/badge.svg" in copied


def test_badge_greys_when_no_longer_in_force(signature, keeper):
    def fill():
        drawing = ElementTree.fromstring(page(signature, "badge.svg"))  # noqa: S314 (our own page)
        return drawing.find("{http://www.w3.org/2000/svg}rect").get("fill")

    assert fill() == "#1d5b46"
    signatures.withdraw(keeper, signature.pk, "Le pôle a cessé.")
    assert fill() == "#6b6b6b"
    told = page(signature)
    assert "Le pôle a cessé." in told and "est retirée du registre depuis le" in told
    assert "a été au registre" in page(signature, "attestation/")


def test_renewed_signature_leads_to_the_next(version, former):
    pole = factories.pole()
    old, new = signed(pole, former, "2015"), signed(pole, version, "2022-03-04")
    assert f"La suivante : {new.code}" in page(old)
    assert f'href="/charte/signatures/{old.code}/"' in page(new)


def tags(pdf):
    """The structure that a screen reader meets: its kinds of parts, in order."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            for one in node:
                walk(one)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_certificate_is_a_tagged_pdf(signature):
    response = Client().get(f"/charte/signatures/{signature.code}/attestation.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    pdf = pypdf.PdfReader(io.BytesIO(response.content))

    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "fr" and root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata.title == f"Signature de la charte des PTCE – Pôle <fictif> ({signature.code})"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data() or b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert len(pdf.pages) == 1
    structure = tags(pdf)
    assert structure.count("/H1") == 1 and "/P" in structure and "/Link" in structure
    assert "/L" not in structure  # each line is a paragraph, its label first
    assert "est au registre des signataires" in " ".join(pdf.pages[0].extract_text().split())


def test_missing_pango_is_said_and_the_page_to_print_offered(signature, monkeypatch):
    def fails():
        raise certificate.CannotMakePdf

    monkeypatch.setattr(certificate, "_weasyprint", fails)
    told = Client().get(f"/charte/signatures/{signature.code}/attestation.pdf")

    assert told.status_code == 503
    assert "il lui manque la bibliothèque Pango" in told.content.decode()
    assert f'href="/charte/signatures/{signature.code}/attestation/"' in told.content.decode()


def test_library_that_cannot_be_loaded_is_known_as_such(monkeypatch):
    import builtins

    usual = builtins.__import__

    def without_pango(name, *arguments, **options):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return usual(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(certificate.CannotMakePdf):
        certificate.pdf("<p>")


def test_certificate_fetches_nothing(tmp_path):
    """Neither a picture nor what a link would attach."""
    Image.new("RGB", (40, 30), "red").save(tmp_path / "secret.png")
    address = (tmp_path / "secret.png").as_uri()
    head = f'<title>x</title><link rel="attachment" href="{address}">'
    html = f'<html lang="fr">{head}<img alt="x" src="{address}"><p>Texte</p></html>'
    pdf = pypdf.PdfReader(io.BytesIO(certificate.pdf(html)))

    assert dict(pdf.attachments) == {}
    assert len(pdf.pages[0].images) == 0
    free = pypdf.PdfReader(io.BytesIO(weasyprint.HTML(string=html).write_pdf()))
    assert (len(free.attachments), len(free.pages[0].images)) == (1, 1)  # what it would be otherwise


@pytest.mark.parametrize("code", ["CH-0000", "CH-9999", "CH-00001", "CH-1", "ch-0001", "CH-000000001"])
def test_unknown_code_is_not_found(signature, code):
    assert Client().get(f"/charte/signatures/{code}/").status_code == 404


@pytest.mark.parametrize("part", ["", "attestation/", "badge.svg"])
def test_page_asks_little(signature, django_assert_max_num_queries, part):
    with django_assert_max_num_queries(3):
        page(signature, part)
