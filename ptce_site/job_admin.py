"""What the worker has to do, does and did, in the back office."""

import contextlib
import json
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from procrastinate.contrib.django import admin as _of_library  # noqa: F401 (registers its own, which ours replaces)
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from procrastinate.utils import utcnow

from ptce_site.list_filters import by_value
from ptce_site.models import Job
from ptce_site.record_admin import Titled

admin.site.unregister(ProcrastinateJob)

# What each task does, in the words of the staff.
TASKS = {
    "ptce_site.deliver_letter": "Envoyer un courriel",
    "ptce_site.erase_old_letters": "Oublier les destinataires des vieux courriels",
    "ptce_site.take_up_stalled": "Reprendre ce qu'un serveur arrêté laissait",
    "poles.erase_old_requests": "Oublier les vieilles demandes et les contacts sans réponse",
    "poles.discard_unused_pictures": "Oublier les images remplacées",
    "poles.erase_unused_accounts": "Prévenir, puis effacer, les comptes inutilisés",
    "poles.import": "Essayer ou écrire un fichier importé",
    "poles.write_search_entries": "Rendre trouvables les pôles importés",
    "poles.erase_old_imports": "Oublier le contenu des vieux fichiers importés",
    "poles.visit_sites": "Demander aux sites des pôles s'ils répondent",
    "poles.record_quality": "Compter ce qui est à corriger",
    "charter.campaign_step": "Écrire la suite d'une campagne",
    "charter.erase_old": "Oublier les vieilles signatures",
    "cell.mailing_step": "Écrire la suite d'un envoi",
    "cell.announce_results": "Dire les résultats des appels dont c'est le jour",
    "cell.erase_old": "Oublier les destinataires des vieux envois",
}
STATES = {
    "todo": "à faire", "doing": "en cours", "succeeded": "faite", "failed": "échouée", "cancelled": "annulée",
    "aborted": "arrêtée",
}  # fmt: skip
EVENTS = {
    "deferred": "demandée", "started": "commencée", "deferred_for_retry": "échouée, à refaire", "failed": "échouée",
    "succeeded": "faite", "cancelled": "annulée", "abort_requested": "arrêt demandé", "aborted": "arrêtée",
    "scheduled": "fixée",
}  # fmt: skip


@admin.register(Job)
class JobAdmin(Titled):
    """The latest first. What failed is done again, what waits is called off."""

    list_display = ("task", "state", "details", "fixed_at", "tries", "last_at")
    list_filter = (by_value("status", "état", STATES, "etat"), by_value("task_name", "tâche", TASKS, "tache"))
    search_fields = ("task_name", "args")
    ordering = ("-pk",)
    fields = ("task", "state", "details", "fixed_at", "tries", "story")
    actions = ("retry", "cancel")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        every: QuerySet[Job] = super().get_queryset(request)
        events = ProcrastinateEvent.objects.filter(job=OuterRef("pk")).order_by("-at").values("at")
        return every.annotate(last=Subquery(events[:1]))

    @admin.display(description="tâche", ordering="task_name")
    def task(self, job: Job) -> str:
        return TASKS.get(job.task_name, job.task_name)

    @admin.display(description="état", ordering="status")
    def state(self, job: Job) -> str:
        return STATES.get(job.status, job.status)

    @admin.display(description="sur quoi")
    def details(self, job: Job) -> str:
        return json.dumps(job.args)[:300] if job.args else "–"

    @admin.display(description="fixée au", ordering="scheduled_at")
    def fixed_at(self, job: Job) -> Any:
        return job.scheduled_at

    @admin.display(description="essais", ordering="attempts")
    def tries(self, job: Job) -> int:
        return int(job.attempts)

    @admin.display(description="dernier fait", ordering="last")
    def last_at(self, job: Any) -> Any:
        return job.last

    @admin.display(description="faits")
    def story(self, job: Any) -> SafeString:
        events = job.procrastinateevent_set.order_by("at", "pk").values_list("type", "at")
        told = ((date_format(localtime(at), "j F Y à H:i:s"), EVENTS.get(kind, kind)) for kind, at in events)
        return format_html_join("", "{} : {}<br>", told)

    @admin.action(description="Refaire les tâches échouées choisies")
    def retry(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        done = 0
        for job in queryset.filter(status="failed"):
            with contextlib.suppress(ConnectorException), transaction.atomic():  # one that is asked again by itself already
                app.job_manager.retry_job_by_id(job.pk, utcnow(), job.priority, job.queue_name, job.lock)
                done += 1
        self._tell(request, done, "à refaire")

    @admin.action(description="Annuler les tâches à faire choisies")
    def cancel(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        waiting = queryset.filter(status="todo").values_list("pk", flat=True)
        self._tell(request, sum(app.job_manager.cancel_job_by_id(key, abort=False) for key in waiting), "annulées")

    def _tell(self, request: HttpRequest, count: int, words: str) -> None:
        self.message_user(request, f"Tâches {words} : {count}.", messages.SUCCESS if count else messages.WARNING)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """Its actions are for who may see all jobs."""
        return obj is None and super().has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False
