"""What the cell notes of its exchanges with a pole: for itself, never public."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ptce_site.clock import today
from ptce_site.history import tracked


@tracked()
class FollowUp(models.Model):
    """A contact with a pole: on what day, by whom, what was said, what comes next and when."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="follow_ups", verbose_name="pôle")
    day = models.DateField("le", default=today)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="par"
    )
    text = models.TextField("ce qui s'est dit", max_length=4000)
    next_step = models.CharField("suite à donner", max_length=300, blank=True)
    next_on = models.DateField("avant le", null=True, blank=True)
    is_done = models.BooleanField("suite donnée", default=False)

    class Meta:
        verbose_name = "note de suivi"
        verbose_name_plural = "notes de suivi"
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["next_on"], name="follow_up_waiting_idx", condition=~Q(next_step="") & Q(is_done=False))
        ]
        constraints = [
            models.CheckConstraint(
                name="followup_next_has_both",
                condition=Q(next_step="", next_on=None) | ~Q(next_step="") & Q(next_on__isnull=False),
                violation_error_message="Une suite à donner dit quoi, et avant quel jour.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pole} – {self.day:%d/%m/%Y}"

    def clean(self) -> None:
        if self.day and self.day > today():
            raise ValidationError({"day": "Ce jour n'est pas encore venu : ce qui vient s'écrit dans la suite à donner."})
        if self.day and self.next_on and self.next_on < self.day:
            raise ValidationError({"next_on": "La suite vient après la note."})
