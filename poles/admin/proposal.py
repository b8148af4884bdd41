"""The queue of the cell: what poles propose, decided in one page; what they published, seen."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from poles.admin.filters import RegionFilter
from poles.admin.queue import QueueAdmin, QueueFilter
from poles.enums import ProposalState
from poles.forms.decision import DecisionForm
from poles.models import Proposal
from poles.services import proposals
from poles.services.changes import label_of, told, values_now
from poles.services.proposals import Conflict
from ptce_site.list_filters import ChoiceFilter

WAITING = Q(state=ProposalState.SUBMITTED)
# Published without review, and not looked at yet.
TO_SEE = Q(is_direct=True, seen_at=None)
SENT_BACK = Q(state=ProposalState.SENT_BACK)


class ProposalQueue(QueueFilter):
    parts = (
        ("", "à décider", WAITING),
        ("publie", "publié par les pôles, à voir", TO_SEE),
        ("a-revoir", "renvoyé au pôle", SENT_BACK),
        ("fait", "décidé ou vu", ~WAITING & ~TO_SEE & ~SENT_BACK),
    )


class SizeFilter(ChoiceFilter):
    """By how much there is to look at."""

    title, parameter_name = "changements", "taille"
    sizes: ClassVar = {
        "1": ("un seul", Q(changes_count=1)),
        "2": ("de 2 à 5", Q(changes_count__range=(2, 5))),
        "6": ("6 et plus", Q(changes_count__gte=6)),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in self.sizes.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.sizes.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


@admin.register(Proposal)
class ProposalAdmin(QueueAdmin):
    """Everything but drafts, of the poles that one looks after; oldest first."""

    list_display = ("pole", "region", "author", "submitted_at", "size", "state")
    list_filter = (ProposalQueue, SizeFilter, RegionFilter)
    list_select_related = ("pole__seat_departement__region", "author")
    search_fields = ("pole__name",)
    ordering = ("submitted_at", "pk")

    @admin.display(description="région", ordering="pole__seat_departement__region__sort_key")
    def region(self, proposal: Proposal) -> str:
        return str(proposal.pole.seat_departement.region or "")

    @admin.display(description="changements", ordering="changes_count")
    def size(self, proposal: Any) -> int:
        return int(proposal.changes_count)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).exclude(state=ProposalState.DRAFT).annotate(changes_count=Count("changes"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One proposal, before and after, and what the cell decides."""
        proposal = self.row_or_404(request, object_id, "pole", "author", "decided_by")
        changes = list(proposal.changes.all())
        is_open = proposal.state == ProposalState.SUBMITTED
        values = values_now(proposal.pole, changes) if is_open else []
        current = {one.pk: value for one, value in zip(changes, values, strict=False)}
        newer = {one.pk: current[one.pk] for one in changes if is_open and current[one.pk] not in (one.before, one.after)}
        form = DecisionForm(proposal.pole, changes, newer, request.POST if request.method == "POST" else None)
        done = self._act(request, proposal, form) if form.is_bound and not form.only_opens else None
        if done:
            return done
        context = {
            **self.admin_site.each_context(request),
            "title": f"{proposal.pole} : proposition",
            "opts": self.opts,
            "proposal": proposal,
            "form": form,
            "is_open": is_open,
            "changes": [{**one, "fields": form.parts(one["change"])} for one in told(changes, current)],
        }
        return TemplateResponse(request, "admin/poles/proposal/decide.html", context, status=422 if form.errors else 200)

    def _act(self, request: HttpRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse | None:
        """Do what the button asks, then lead to what waits next; None when something is to be looked at again."""
        action, user = request.POST.get("action", ""), request.user
        if not form.is_valid():
            return None
        reply = form.cleaned_data["reply"]
        accepted = [change.pk for change in form.changes] if action == "tout" else form.chosen("accept")
        try:
            if action == "vu":
                proposals.mark_seen(user, proposal.pk)  # type: ignore[arg-type]
            elif action == "revoir":
                proposal = proposals.send_back(user, proposal.pk, reply)  # type: ignore[arg-type]
            elif action in ("tout", "coche"):
                proposal = proposals.decide(
                    user, proposal.pk, accepted=accepted, edits=form.edits(), over=form.overwritten(), reply=reply  # type: ignore[arg-type]
                )  # fmt: skip
        except Conflict as conflict:
            for change in conflict.changes:
                form.add_error(
                    None, f"Une valeur plus récente est sur la page : {label_of(change)}. Regardez, puis choisissez."
                )
            return None
        except ValidationError as error:
            self._tell(form, error)
            return None
        return self._next(request, proposal)

    def _tell(self, form: DecisionForm, error: ValidationError) -> None:
        of_subject = {change.subject: f"edit-{change.pk}" for change in form.changes}
        for subject, texts in error.message_dict.items():
            field = subject if subject in form.fields else of_subject.get(subject, "")
            for text in texts:
                form.add_error(field if field in form.fields else None, text)

    def _next(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        done = "vu" if proposal.is_direct else proposal.get_state_display()
        if proposal.decided_by_id in (None, request.user.pk):
            messages.success(request, f"{proposal.pole} : {done}.")
        else:
            told = f"{done} par {proposal.decided_by} entre-temps. Ce que vous aviez choisi n'a pas été gardé."
            messages.warning(request, f"{proposal.pole} : {told}")
        queue = self.get_queryset(request).filter(TO_SEE if proposal.is_direct else WAITING).order_by("submitted_at", "pk")
        following = queue.exclude(pk=proposal.pk).values_list("pk", flat=True).first()
        if following is None:
            return redirect("admin:poles_proposal_changelist")
        return redirect(reverse("admin:poles_proposal_change", args=[following]))
