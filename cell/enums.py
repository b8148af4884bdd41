"""Lists of values that the cell's work takes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Opinion(TextChoices):
    """What a reading of an application concludes."""

    FOR = "favorable", _("favorable")
    RESERVED = "reserve", _("favorable avec réserves")
    AGAINST = "defavorable", _("défavorable")


class Result(TextChoices):
    """What becomes of an application."""

    RECEIVED = "recue", _("en cours d'examen")
    RETAINED = "retenue", _("retenue")
    REFUSED = "non-retenue", _("non retenue")
    WITHDRAWN = "retiree", _("retirée par le candidat")


class MailingState(TextChoices):
    """How far a letter to many poles has come."""

    DRAFT = "brouillon", _("brouillon")
    RUNNING = "en-cours", _("en cours d'envoi")
    PAUSED = "en-pause", _("en pause")
    OVER = "terminee", _("terminé")
