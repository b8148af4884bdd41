"""What becomes of an application: read by the regional cell, by the national one, retained or not; what the directory tells."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from psycopg.types.range import DateRange

from accounts.models import User
from cell import rights
from cell.enums import Result
from cell.models import Application, Call
from poles import partial_dates
from poles.enums import EndPrecision, OriginKind, RecognitionKind
from poles.models import Pole, Recognition
from poles.services import provenance
from ptce_site.clock import today
from ptce_site.refusals import sentence

CONTRADICTS = "Cette candidature contredit ce qui est déjà enregistré."
# What the regional cell says; the rest is for the national one.
FIRST = ("first_opinion", "first_reading")
LAUREATE = "lauréat"
# What a recognition tells of its call.
TOLD = {"name", "year", "organiser", "announced", "sources", "is_published"}


@transaction.atomic
def save(user: User, application: Application) -> Application:
    """Keep an application as a person changed it, with who read it and when; the recognition of the pole follows.

    Raises PermissionDenied, ValidationError.
    """
    before = Application.objects.select_for_update().filter(pk=application.pk).first() if application.pk else None
    if before is None and not rights.decides(user):
        raise PermissionDenied
    if before is not None and not (
        rights.decides(user)
        or (rights.may_read(user, before) and before.awaits_first_reading and _only_first(before, application))
    ):
        raise PermissionDenied
    for reading in ("first", "second"):
        if getattr(application, f"{reading}_opinion") != (getattr(before, f"{reading}_opinion") if before else ""):
            setattr(application, f"{reading}_at", timezone.now())
            setattr(application, f"{reading}_by", user)
    recognition = application.recognition
    if application.result != Result.RETAINED:
        application.recognition = None
    application.full_clean()
    try:
        with transaction.atomic():
            application.save()
            _project(application, recognition)
    except IntegrityError as error:
        raise ValidationError(sentence(error, [Application, Recognition], CONTRADICTS)) from error
    return application


def recognised() -> QuerySet[Application, int]:
    """The keys of the recognitions that retained applications gave: `save` writes them, and nobody else."""
    return Application.objects.filter(recognition__isnull=False).values_list("recognition", flat=True)


@transaction.atomic
def follow(call: Call) -> None:
    """After a change of a call: its laureates' recognitions tell its name, its organiser and its day as they are now; there
    are none before its results may be told."""
    for application in call.applications.filter(result=Result.RETAINED).order_by("pk"):
        application.call = call
        _project(application, application.recognition)


def announce() -> int:
    """Tell the results of the calls whose day has come; of how many calls there was something to tell."""
    untold = Call.objects.filter(applications__result=Result.RETAINED, applications__recognition=None).distinct()
    due = [call for call in untold if call.tells_results(today())]
    for call in due:
        follow(call)
    return len(due)


def move_all(source: Pole, target: Pole) -> list[str]:
    """Give the applications of a pole to another, as when both are found to be one; of two to one call, the one that is kept is
    that which was retained, else the other's. What was done, in sentences. Raises ValidationError when both were retained."""
    told = []
    for one in Application.objects.filter(pole=source).order_by("pk"):
        same = Application.objects.filter(pole=target, call=one.call).exclude(result=Result.WITHDRAWN).first()
        if same and one.result == same.result == Result.RETAINED:
            raise ValidationError(f"Les deux pôles sont retenus à un même appel ({one.call}) : décidez d'abord laquelle vaut.")
        if same and one.result != Result.WITHDRAWN:
            loser = same if one.result == Result.RETAINED else one
            loser.result = Result.WITHDRAWN
            loser.save(update_fields=["result"])
            if loser is one:
                one.refresh_from_db()
        one.pole = target
        one.save(update_fields=["pole"])
        told.append(f"Candidature « {one.name} » à {one.call} : {one.get_result_display()}.")
    return told


def _only_first(before: Application, after: Application) -> bool:
    """Whether the first reading alone is another."""
    names = [field.attname for field in Application._meta.concrete_fields if field.attname not in FIRST]
    return all(getattr(before, name) == getattr(after, name) for name in names)


def _project(application: Application, recognition: Recognition | None) -> None:
    """One recognition for what is retained, that of the pole which tells it already if there is one; none for the rest, nor
    before the results of the call may be told."""
    call, pole = application.call, application.pole
    if application.result != Result.RETAINED or not call.tells_results(today()):
        if recognition:
            Application.objects.filter(pk=application.pk).update(recognition=None)
            application.recognition = None
            recognition.delete()
        return
    call_name = call.full_name if application.kind == RecognitionKind.OTHER_CALL else ""
    if recognition and (recognition.pole_id, recognition.kind) != (application.pole_id, application.kind):
        Application.objects.filter(pk=application.pk).update(recognition=None)
        recognition.delete()
        recognition = None
    if recognition is None:
        if Recognition.objects.filter(pole=pole, kind=application.kind, call_name=call_name).exists():
            return  # a file or a person told it before: it stays as they told it
        recognition = Recognition(pole=pole, kind=application.kind)
    day, precision = partial_dates.read(call.announced or str(call.year))
    recognition.period, recognition.start_precision = DateRange(day, None, "[)"), precision
    recognition.end_precision = EndPrecision.UNKNOWN
    recognition.call_name, recognition.recognised_by, recognition.result = call_name, call.organiser, LAUREATE
    recognition.source = call.sources[0] if call.sources else ""
    recognition.save()
    Application.objects.filter(pk=application.pk).exclude(recognition=recognition).update(recognition=recognition)
    application.recognition = recognition
    provenance.record(pole, [provenance.RECOGNITIONS], provenance.Origin(OriginKind.STAFF, today()))  # type: ignore[arg-type]
