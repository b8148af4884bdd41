"""Finding a commune and its département from what a file says of them."""

from collections import defaultdict

from poles.enums import Level
from poles.models import Collectivity, FormerCommune
from poles.services.cells import name_and_code
from poles.text import normalized

Seat = tuple[Collectivity | None, Collectivity | None, list[str]]


class Gazetteer:
    """Current communes and départements, read once for a whole file. It proposes, and never applies, a correction."""

    def __init__(self) -> None:
        current = Collectivity.objects.current()
        self.departements = {place.code: place for place in current.departements().select_related("region")}
        self.departement_codes = {place.sort_key: code for code, place in self.departements.items()}
        self.communes = {place.code: place for place in current.filter(level=Level.COMMUNE)}
        self.by_name: dict[tuple[int | None, str], list[Collectivity]] = defaultdict(list)
        for place in self.communes.values():
            self.by_name[place.departement_id, place.sort_key].append(place)
        self.former_names: dict[int, set[str]] = defaultdict(set)
        self.former_codes: dict[str, str] = {}
        self.departements_of: dict[str, set[int | None]] = defaultdict(set)
        rows = FormerCommune.objects.values_list("code", "sort_key", "commune_id", "commune__code", "commune__departement_id")
        for code, name, commune_id, commune_code, departement_id in rows:
            self.former_names[commune_id].add(name)
            self.former_codes.setdefault(code, commune_code)
            commune = self.communes.get(commune_code)
            if commune and commune not in self.by_name[departement_id, name]:
                self.by_name[departement_id, name].append(commune)

        for departement_id, name in self.by_name:
            self.departements_of[name].add(departement_id)

    def seat(self, *, departement_code: str, insee_code: str, commune_name: str, region_name: str) -> Seat:
        """The département, the commune if it is known, and what is wrong, in French."""
        problems: list[str] = []
        if not departement_code:
            departement_code = self._only_departement(insee_code or name_and_code(commune_name)[1], commune_name)
        departement = self._departement(departement_code)
        if departement is None:
            problems.append(f"departement_code : {self._unknown_departement(departement_code)}")
        elif region_name and normalized(region_name) != normalized(departement.region.name if departement.region else ""):
            problems.append(f"region_name : {departement} est dans la région {departement.region}, pas {region_name}")
        commune = None
        commune_name, code = name_and_code(commune_name)
        insee_code = insee_code or code
        if insee_code:
            commune = self._by_code(insee_code, commune_name, problems)
        elif commune_name and departement:
            commune = self._by_name(commune_name, departement, problems)
        if commune and departement and commune.departement_id != departement.pk:
            problems.append(f"commune : {commune} n'est pas dans le département {departement}")
        return departement, commune, problems

    def _departement(self, text: str) -> Collectivity | None:
        """By its code, its name, or both: « 26 », « Drôme », « Drôme (26) »."""
        name, code = name_and_code(text)
        named = self.departement_codes.get(normalized(name), "")
        return self.departements.get(text) or (self.departements.get(named) if code in ("", named) else None)

    def _only_departement(self, code: str, name: str) -> str:
        """The code of the one that a commune is in, by its code, or by its name where only one has that name."""
        commune = self.communes.get(code)
        found = {commune.departement_id} if commune else self.departements_of.get(normalized(name), set())
        codes = [place.code for place in self.departements.values() if place.pk in found]
        return codes[0] if len(codes) == 1 else ""

    def _unknown_departement(self, code: str) -> str:
        if not code:
            return "à remplir ; une commune suffit si une seule porte ce nom"
        if code.upper() in self.departements:
            return f"département inconnu « {code} » ; proposé : {code.upper()}"
        padded = code.zfill(2)
        proposal = f" ; zéro initial perdu ? proposé : {padded}" if padded in self.departements else ""
        return f"département inconnu « {code} »{proposal}"

    def _by_code(self, code: str, name: str, problems: list[str]) -> Collectivity | None:
        commune = self.communes.get(code)
        if commune is None:
            reason = f"insee_code : commune inconnue « {code} »"
            if f"0{code}" in self.communes:
                reason += f" ; zéro initial perdu ? proposé : 0{code}"
            elif code in self.former_codes:
                reason += f" ; ancienne commune, proposé : {self.former_codes[code]}"
            problems.append(reason)
        elif name and normalized(name) not in {commune.sort_key, *self.former_names[commune.pk]}:
            problems.append(f"commune : le code {code} est celui de {commune.name}, pas de {name}")
        return commune

    def _by_name(self, name: str, departement: Collectivity, problems: list[str]) -> Collectivity | None:
        found = self.by_name.get((departement.pk, normalized(name)), [])
        if len(found) == 1:
            return found[0]
        if found:
            codes = ", ".join(sorted(place.code for place in found))
            problems.append(f"commune : plusieurs communes « {name} » dans {departement}, précisez le code INSEE ({codes})")
        else:
            problems.append(f"commune : pas de commune « {name} » dans {departement}")
        return None
