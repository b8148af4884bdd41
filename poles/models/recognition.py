"""Who recognises a pole, apart from the stage it has reached."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from poles import triggers
from poles.constraints import required_values
from poles.enums import RecognitionKind, StageName
from poles.models.period import STARTS, Period
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version

LAUREATE_OF = gettext_lazy("Lauréat de l'appel « %(call)s »")


@tracked()
class Recognition(Period):
    """That somebody counts a pole as a PTCE: by whom, how, since when, with what result, after which source."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="recognitions", verbose_name="pôle")
    kind = models.CharField("reconnaissance", max_length=20, choices=RecognitionKind.choices)
    call_name = models.CharField(
        "nom de l'appel", max_length=210, blank=True, db_default="", help_text="Si la liste ne nomme pas l'appel."
    )
    recognised_by = models.CharField("par qui", max_length=150, blank=True)
    result = models.CharField("résultat", max_length=150, blank=True)
    source = models.CharField("source", max_length=500, blank=True, help_text="Adresse ou référence.")

    class Meta(Period.Meta):
        verbose_name = "reconnaissance"
        verbose_name_plural = "reconnaissances"
        triggers = [raises_content_version(), *triggers.SEARCH_OF_PART]
        constraints = [
            *Period.Meta.constraints,
            *required_values("recognition", kind=RecognitionKind),
            models.CheckConstraint(
                name="recognition_call_named",
                condition=Q(kind=RecognitionKind.OTHER_CALL) & ~Q(call_name="")
                | ~Q(kind=RecognitionKind.OTHER_CALL) & Q(call_name=""),
                violation_error_message="Un autre appel se nomme ; ceux de la liste ont déjà leur nom.",
            ),
            ExclusionConstraint(
                name="recognition_periods_apart",
                expressions=[
                    ("pole", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("call_name", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Le pôle a déjà cette reconnaissance pendant cette période.",
            ),
            models.UniqueConstraint(
                name="recognition_undated_unique",
                fields=["pole", "kind", "call_name"],
                condition=Q(period=None),
                violation_error_message="Le pôle a déjà cette reconnaissance, sans date.",
            ),
        ]

    def __str__(self) -> str:
        return LAUREATE_OF % {"call": self.call_name} if self.call_name else self.get_kind_display()


@tracked()
class Stage(Period):
    """A stage of a pole's life, for a period: one at a time."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="stages", verbose_name="pôle")
    name = models.CharField("stade", max_length=12, choices=StageName.choices)
    source = models.CharField("source", max_length=500, blank=True, help_text="Adresse ou référence.")

    class Meta(Period.Meta):
        verbose_name = "stade"
        verbose_name_plural = "stades"
        triggers = [raises_content_version()]
        constraints = [
            *Period.Meta.constraints,
            *required_values("stage", name=StageName),
            models.CheckConstraint(
                name="stage_dated",
                condition=STARTS,
                violation_error_message="Un stade a une date de début, au moins à l'année près.",
            ),
            ExclusionConstraint(
                name="stage_one_at_a_time",
                expressions=[("pole", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Le pôle a déjà un stade pendant cette période : un seul à la fois.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_name_display()
