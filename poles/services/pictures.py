"""Pictures that people send: checked, made small, stripped of what they say of the camera and place, re-encoded."""

import hashlib
import io
import warnings
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from poles.models import Picture, Pole

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_SIDE = 1600
MOST_PIXELS = 50_000_000
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
    """Forget every picture that no pole shows; how many there were."""
    unused = Picture.objects.exclude(pk__in=Pole.objects.exclude(picture=None).values("picture"))
    return unused.delete()[0]


def discard(picture: Picture) -> None:
    """Forget a picture that no pole shows any more."""
    if not Pole.objects.filter(picture=picture).exists():
        picture.delete()
