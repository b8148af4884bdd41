"""Pictures: re-encoded, kept in the database, served while a published pole shows them."""

import datetime
import io

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from poles.enums import Publication
from poles.models import Coordinator, Picture
from poles.tasks import discard_unused_pictures
from tests import factories
from tests.poles.back_office import client_of, form_of, submit
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def picture_file(kind="PNG", size=(2000, 1000)):
    output = io.BytesIO()
    Image.new("RGB", size, "red").save(output, kind)
    return SimpleUploadedFile(f"photo.{kind.lower()}", output.getvalue())


def test_picture_is_reencoded_kept_in_the_database_and_served_for_ever():
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    data = {**form_of(client, pole), "picture_file": picture_file(), "picture_alt": "Un carré rouge"}

    response = client.post(f"/admin/poles/pole/{pole.pk}/change/", data)

    assert response.status_code == 302, response.context["errors"]
    picture = Picture.objects.get()
    served = Client().get(picture.get_absolute_url())
    assert (picture.width, picture.height) == (1600, 800)
    assert served.content[:4] == b"RIFF" and served["Content-Type"] == "image/webp"
    assert "immutable" in served["Cache-Control"]
    assert 'alt="Un carré rouge"' in Client().get(pole.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("file", "alt", "told"),
    [
        (SimpleUploadedFile("x.png", b"not a picture"), "Texte", "pas une image JPEG, PNG ou WebP lisible"),
        (SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "Texte", "pas une image JPEG"),
        (SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50), "Texte", "pas une image JPEG"),
        (None, "", "Une image a un texte de remplacement"),
    ],
)
def test_wrong_picture_is_a_form_error(file, alt, told):
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    data = {**form_of(client, pole), "picture_file": file or picture_file(), "picture_alt": alt}

    response = client.post(f"/admin/poles/pole/{pole.pk}/change/", data)

    assert response.status_code == 200
    assert told in response.content.decode()
    assert Picture.objects.count() == 0


@pytest.mark.parametrize("digest", ["a" * 64, "A" * 64, "a" * 63, "../../etc/passwd"])
def test_unknown_picture_is_not_found(client, digest):
    assert client.get(f"/images/{digest}.webp").status_code == 404


def test_transparent_picture_stays_transparent():
    output = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(output, "PNG")
    pole = factories.pole(seat_commune=factories.commune())

    submit(pole, picture_file=SimpleUploadedFile("logo.png", output.getvalue()), picture_alt="Un logo")

    stored = Image.open(io.BytesIO(bytes(Picture.objects.get().content)))
    assert stored.convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("change", ["removed", "replaced", "withdrawn"])
def test_picture_no_longer_shown_is_no_longer_served(change):
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    submit(pole, client, picture_file=picture_file(), picture_alt="Un carré rouge")
    address = Picture.objects.get().get_absolute_url()
    changes = {
        "removed": {"remove_picture": "on"},
        "replaced": {"picture_file": picture_file(size=(30, 30))},
        "withdrawn": {"publication": Publication.WITHDRAWN},
    }

    response = submit(pole, client, **changes[change])

    assert response.status_code == 302, response.context["errors"]
    assert Client().get(address).status_code == 404


def test_picture_of_two_poles_outlives_one():
    pole, other = factories.pole(seat_commune=factories.commune()), factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    for shown in (pole, other):
        submit(shown, client, picture_file=picture_file(), picture_alt="Un carré rouge")

    submit(pole, client, remove_picture="on")

    assert Client().get(Picture.objects.get().get_absolute_url()).status_code == 200


def a_year_passes():
    """In the rows of history."""
    for name in ("PoleEvent", "PictureEvent"):
        apps.get_model("poles", name).objects.update(pgh_created_at=timezone.now() - datetime.timedelta(days=366))


def test_editor_changes_the_picture_undoes_it_and_takes_it_away():
    pole = factories.pole("Pôle A", slug="pole-a")
    client = sign_in(Client(), Coordinator.objects.create(user=factories.user(), pole=pole).user)
    address = "/espace/pole-a/modifier/image/"
    opened = client.get(address).context["form"]["opened"].value()

    bad = client.post(address, {"opened": opened, "file": picture_file()})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["alt"])
    fake = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")
    assert list(client.post(address, {"opened": opened, "file": fake, "alt": "x"}).context["form"].errors) == ["file"]
    client.post(address, {"opened": opened, "file": picture_file(), "alt": "Un carré rouge", "credit": "Fictif"})
    first = Picture.objects.get()
    assert 'alt="Un carré rouge"' in Client().get("/poles/pole-a/").content.decode()

    opened = client.get(address).context["form"]["opened"].value()
    client.post(address, {"opened": opened, "file": picture_file(size=(30, 20)), "alt": "Un autre"})
    client.post(f"/espace/pole-a/annuler/{pole.proposals.latest('pk').pk}/")
    pole.refresh_from_db()
    assert (pole.picture, pole.picture_alt, pole.picture_credit) == (first, "Un carré rouge", "Fictif")

    discard_unused_pictures(0)
    assert Picture.objects.count() == 2  # either may be put back
    a_year_passes()
    discard_unused_pictures(0)
    assert list(Picture.objects.all()) == [first]
    opened = client.get(address).context["form"]["opened"].value()
    client.post(address, {"opened": opened, "alt": "Un carré rouge", "removed": "on"})
    discard_unused_pictures(0)
    assert list(Picture.objects.all()) == [first]
    a_year_passes()
    discard_unused_pictures(0)
    assert not Picture.objects.exists()
    told = client.post(f"/espace/pole-a/annuler/{pole.proposals.latest('pk').pk}/", follow=True)
    assert "Cette image n&#x27;est plus gardée" in told.content.decode()
