"""Pictures that people send: checked, made small, stripped of what they say of the camera and place, re-encoded."""

import datetime
import hashlib
import io
import warnings
from typing import IO

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from PIL import Image, ImageOps, UnidentifiedImageError

from poles.models import Picture, Pole

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_SIDE = 1600
MOST_PIXELS = 50_000_000
KEPT_DAYS = 365
FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPicture(Exception):  # noqa: N818 (what is wrong is its name)
    """The file is not a picture that we take; the message says why, in French."""


def reencoded(file: IO[bytes]) -> bytes:
    """The picture as WebP, at most LARGEST_SIDE pixels wide and high. Raises NotAPicture."""
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise NotAPicture("Cette image pèse plus de 10 Mo : réduisez-la.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise NotAPicture("Cette image a trop de pixels : réduisez-la.")
            upright = ImageOps.exif_transpose(image)
            upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise NotAPicture("Ce fichier n'est pas une image JPEG, PNG ou WebP lisible.") from error
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    output = io.BytesIO()
    upright.save(output, "WEBP", quality=80)
    return output.getvalue()


def store(webp: bytes) -> Picture:
    """Keep a picture made by `reencoded`; the same bytes are kept once."""
    width, height = Image.open(io.BytesIO(webp)).size
    picture, _ = Picture.objects.get_or_create(
        digest=hashlib.sha256(webp).hexdigest(), defaults={"content": webp, "width": width, "height": height}
    )
    return picture


def discard_unused() -> int:
    """Forget the pictures that no pole shows nor has shown for KEPT_DAYS, and sent none for as long; how many.

    Until then what a pole showed may be put back, by an editor who undoes or by the cell.
    """
    since = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    shown = Pole.objects.exclude(picture=None).values("picture")
    event = apps.get_model("poles", "PoleEvent").objects
    # What was replaced since then was shown by the event before.
    replaced = event.filter(pgh_created_at__gte=since).values("pgh_obj_id")
    were = event.filter(Q(pgh_created_at__gte=since) | Q(pgh_obj_id__in=replaced)).exclude(picture=None).values("picture_id")
    young = apps.get_model("poles", "PictureEvent").objects.filter(pgh_created_at__gte=since).values("pgh_obj_id")
    unused = Picture.objects.exclude(pk__in=shown).exclude(pk__in=were).exclude(pk__in=young)
    return unused.delete()[0]
