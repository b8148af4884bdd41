"""A textbook list of poles."""

from django.db.models import Q
from django.views.generic import ListView

from poles.enums import LegalForm
from poles.models import Collectivity, Pole, Sector


class PoleList(ListView):
    """Poles by name, 24 a page, with counts beside three facets."""

    model = Pole
    paginate_by = 24
    template_name = "textbook.html"

    def get_queryset(self):
        poles = Pole.objects.filter(publication="publie").order_by("sort_key", "number")
        if departement := self.request.GET.get("departement"):
            poles = poles.filter(seat_departement__code=departement)
        if sector := self.request.GET.get("secteur"):
            poles = poles.filter(sectors__slug=sector)
        if form := self.request.GET.get("forme"):
            poles = poles.filter(legal_form=form)
        for word in self.request.GET.get("q", "").split():
            poles = poles.filter(
                Q(name__icontains=word)
                | Q(summary__icontains=word)
                | Q(description__icontains=word)
                | Q(seat_commune__name__icontains=word)
            )
        return poles.distinct()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        poles = self.get_queryset()
        context["regions"] = [
            (place, poles.filter(seat_departement__region=place).count())
            for place in Collectivity.objects.filter(level="region", ended_vintage=None)
        ]
        context["sectors"] = [(sector, poles.filter(sectors=sector).count()) for sector in Sector.objects.all()]
        context["forms"] = [(label, poles.filter(legal_form=value).count()) for value, label in LegalForm.choices]
        return context
