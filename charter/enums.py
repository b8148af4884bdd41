"""Closed lists of values about the charter."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionState(TextChoices):
    """Whether a version is prepared, in force, or replaced by a later one."""

    DRAFT = "brouillon", _("brouillon")
    CURRENT = "en-vigueur", _("en vigueur")
    FORMER = "ancienne", _("ancienne")


class SignatureState(TextChoices):
    """Where a signature stands: sent and to be looked at, asked for more, in force, or over."""

    SENT = "envoyee", _("à examiner")
    INCOMPLETE = "a-completer", _("à compléter par le signataire")
    REGISTERED = "enregistree", _("en cours")
    DECLINED = "refusee", _("refusée")
    WITHDRAWN = "retiree", _("retirée")
    RENEWED = "renouvelee", _("renouvelée")


class CampaignState(TextChoices):
    """Where a campaign stands: written, its letters leaving, held, over."""

    DRAFT = "brouillon", _("brouillon")
    RUNNING = "en-cours", _("en cours")
    PAUSED = "en-pause", _("en pause")
    OVER = "terminee", _("terminée")
