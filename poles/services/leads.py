"""The structures that lead poles, as a file names them: by name and département, for it gives nothing else."""

from poles.models import Collectivity, Organisation, Pole
from poles.services.slugs import Slugs
from poles.text import normalized


class Leads:
    """Those of the database, read once, and those that lines make, which wait to be written with their pole."""

    def __init__(self) -> None:
        self.slugs = Slugs.of_organisations()
        self.known: dict[tuple[str, int | None], int] = {}
        self.made: dict[tuple[str, int | None], Organisation] = {}
        where: dict[int, set[int | None]] = {}
        for lead, departement in Pole.objects.exclude(lead_organisation=None).values_list(
            "lead_organisation", "seat_departement"
        ):
            where.setdefault(lead or 0, set()).add(departement)
        rows = Organisation.objects.order_by("pk").values_list("pk", "sort_key", "departement", "merged_into")
        for pk, key, own, merged_into in rows:
            for departement in {own, *where.get(pk, ()), *where.get(merged_into or 0, ())}:
                self.known.setdefault((key, departement), merged_into or pk)

    def find(self, name: str, departement: Collectivity | None) -> Organisation:
        """The structure of that name known in the département, or that leads a pole there; else a new one, of which only the
        name is known and which has no key until it is written."""
        place = (normalized(name), departement.pk if departement else None)
        if place in self.known:
            return Organisation.objects.get(pk=self.known[place])
        if place not in self.made:
            self.made[place] = Organisation(name=name, slug=self.slugs.free(name), sort_key=place[0])
            self.slugs.taken.add(self.made[place].slug)
        return self.made[place]
