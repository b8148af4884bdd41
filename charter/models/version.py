"""The texts of the charter. Carried by others than the cell: nothing of them is written here but by whom they mandate."""

import functools
import hashlib
import operator

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from charter.enums import VersionState
from poles.constraints import required_values
from poles.enums import StartPrecision
from poles.fields import WebAddressField
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version

FROZEN = Q(frozen_at__isnull=False)
FROZEN_WITH_TEXT = ("title", "publisher", "adopted_on", "adopted_precision", "text", "frozen_at")
CHANGES_WHAT_IS_FROZEN = functools.reduce(
    operator.or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in FROZEN_WITH_TEXT)
)
# « signataires » and the like are addresses of their own under /charte/.
RESERVED_SLUGS = ("signataires", "signatures", "signer")
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


@tracked()
class CharterVersion(models.Model):
    """A version of the charter. Its text, once entered, is frozen: what was signed is what one reads."""

    slug = models.SlugField("adresse", max_length=40, unique=True, help_text="Comme 2021 : /charte/2021/.")
    title = models.CharField("titre", max_length=200)
    publisher = models.CharField("publiée par", max_length=150)
    adopted_on = models.DateField("adoptée le", help_text="Le 1er du mois ou de l'année quand le jour n'est pas connu.")
    adopted_precision = models.CharField(
        "précision de cette date", max_length=10, choices=StartPrecision.choices, default=StartPrecision.DAY
    )
    state = models.CharField("état", max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    document = WebAddressField("document officiel", max_length=500, blank=True, help_text="Son adresse chez qui le publie.")
    changes = models.TextField("ce qui change", blank=True, help_text="Par rapport à la version d'avant. Markdown.")
    sources = ArrayField(
        WebAddressField(max_length=500), verbose_name="articles qui en parlent", default=list, blank=True,
        help_text="Des adresses, séparées par des virgules.",
    )  # fmt: skip
    text = models.TextField("texte", blank=True, editable=False)
    frozen_at = models.DateTimeField("texte figé le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "version de la charte"
        verbose_name_plural = "versions de la charte"
        ordering = ["-adopted_on", "-pk"]
        triggers = [
            raises_content_version(),
            pgtrigger.Protect(
                name="text_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__frozen_at__isnull=False) & CHANGES_WHAT_IS_FROZEN,
            ),
            pgtrigger.Protect(
                name="frozen_stays", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__frozen_at__isnull=False)
            ),
        ]
        constraints = [
            *required_values("charterversion", state=VersionState, adopted_precision=StartPrecision),
            models.UniqueConstraint(
                name="charterversion_one_current",
                fields=["state"],
                condition=Q(state=VersionState.CURRENT),
                violation_error_message="Une autre version est en vigueur : elle doit d'abord être dite ancienne.",
            ),
            models.CheckConstraint(
                name="charterversion_text_is_frozen",
                condition=Q(text="", frozen_at=None) | ~Q(text="") & FROZEN,
                violation_error_message="Un texte entré est figé.",
            ),
            models.CheckConstraint(
                name="charterversion_slug_form",
                condition=Q(slug__regex=SLUG) & ~Q(slug__in=RESERVED_SLUGS),
                violation_error_message="L'adresse n'a que des lettres minuscules, des chiffres et des tirets, "
                "et ne peut pas être un nom réservé.",
            ),
            models.CheckConstraint(
                name="charterversion_adopted_precision",
                condition=Q(adopted_precision=StartPrecision.DAY)
                | Q(adopted_precision=StartPrecision.MONTH, adopted_on__day=1)
                | Q(adopted_precision=StartPrecision.YEAR, adopted_on__day=1, adopted_on__month=1),
                violation_error_message="La précision ne correspond pas à la date.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("charter:version", args=[self.slug])

    @property
    def digest(self) -> str:
        """SHA-256 of the frozen text, in hexadecimal; empty without one. Anybody can compute it from the text itself."""
        return hashlib.sha256(self.text.encode()).hexdigest() if self.text else ""

    @property
    def may_be_signed(self) -> bool:
        """Whether there is something to sign: the text, or the official document."""
        return self.state == VersionState.CURRENT and bool(self.text or self.document)
