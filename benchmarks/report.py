"""docs/performance.md, and what is not reached."""

import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ptce_site.clock import today

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
# What must be reached, as ratios within one run.
FASTER_THAN_DATASETTE, SLOWER_THAN_CONSTANT, NOT_MODIFIED_OVER_CONSTANT, OVER_TEXTBOOK = 4, 10, 2, 80
SLOWEST_SUGGESTION_MS = 20
JUDGED_SIZES = (200, 20_000)
THROUGHPUT_SIZE = 20_000
NO_PAGE = {"304", "suggestions de lieux"}


def failures(results: dict[str, Any]) -> list[str]:
    """What a run does not reach."""
    return list(_failures(results))


def _failures(results: dict[str, Any]) -> Iterator[str]:
    if results["size"] not in JUDGED_SIZES:
        return
    medians = _medians(results)
    for scenario in dict.fromkeys(scenario for scenario, _ in medians):
        ours, constant = medians[scenario, "site"], medians.get((scenario, "constante"))
        if (other := medians.get((scenario, "datasette"))) and other < FASTER_THAN_DATASETTE * ours:
            yield f"{results['size']} pôles, {scenario} : {other / ours:.1f} fois plus rapide que Datasette"
        if constant and scenario not in NO_PAGE and ours > SLOWER_THAN_CONSTANT * constant:
            yield f"{results['size']} pôles, {scenario} : {ours / constant:.1f} fois la page constante"
    if medians["304", "site"] > NOT_MODIFIED_OVER_CONSTANT * medians["304", "constante"]:
        yield f"304 : {medians['304', 'site'] / medians['304', 'constante']:.1f} fois la page constante"
    if medians["suggestions de lieux", "site"] > SLOWEST_SUGGESTION_MS:
        yield f"suggestions de lieux : {medians['suggestions de lieux', 'site']:.1f} ms"
    rates = results["throughputs"]
    if results["size"] == THROUGHPUT_SIZE and rates and rates["site"] < OVER_TEXTBOOK * rates["manuel"]:
        yield f"débit : {rates['site'] / rates['manuel']:.0f} fois la page de manuel"


def _medians(results: dict[str, Any]) -> dict[tuple[str, str], float]:
    return {(cell["scenario"], cell["side"]): cell["median"] for cell in results["cells"]}


def written(results: dict[str, Any]) -> str:
    """Write the page with this run in the place of the last one of its size; say where."""
    _, *sections = PAGE.read_text(encoding="utf-8").split("\n## ")
    by_title = {section.partition("\n")[0]: section for section in sections}
    by_title[_title(results)] = "\n".join(_section(results))
    ordered = sorted(by_title.values(), key=lambda section: int("".join(filter(str.isdigit, section.partition("\n")[0]))))
    PAGE.write_text("\n## ".join([HEAD, *(section.rstrip("\n") + "\n" for section in ordered)]), encoding="utf-8")
    return f"écrit : {PAGE.relative_to(ROOT)}"


HEAD = """\
# Vitesse

Écrit par `make bench`. Temps en millisecondes, vus du client, page entière, sans compression, une demande à la fois ; dans un
même passage, chaque scénario est demandé à un site après l'autre, avec une pause entre eux, au moins trois fois, en
commençant chaque fois par un autre. Seuls les rapports valent d'une machine à l'autre. Les pôles sont fictifs, sur le vrai
modèle et les vrais territoires.

- **Datasette** : les mêmes pôles dans une table SQLite, recherche plein texte, les mêmes neuf facettes.
- **Manuel** : les mêmes tables, une ListView, `icontains`, un COUNT par valeur de trois facettes.
- **Constante** : un projet Django nu qui répond toujours les mêmes 30 ko.
"""


def _title(run: dict[str, Any]) -> str:
    return f"{run['size']:,} pôles".replace(",", " ")


def _section(run: dict[str, Any]) -> Iterator[str]:
    cells = {(cell["scenario"], cell["side"]): cell for cell in run["cells"]}
    yield _title(run)
    yield ""
    machine = f"{os.cpu_count()} cœurs, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield f"Mesuré le {today():%Y-%m-%d} ({machine})."
    yield ""
    yield "| scénario | ce site, médiane | p95 | Datasette | rapport | manuel | rapport | constante | rapport |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for scenario in dict.fromkeys(cell["scenario"] for cell in run["cells"]):
        ours = cells[scenario, "site"]
        parts = [scenario, f"{ours['median']:.1f}", f"{ours['p95']:.1f}"]
        for side in ("datasette", "manuel", "constante"):
            other = cells.get((scenario, side))
            parts.append(f"{other['median']:.1f}" if other else "")
            ratio = (
                (ours["median"] / other["median"] if side == "constante" else other["median"] / ours["median"]) if other else 0
            )
            parts.append(f"{ratio:.1f}" if other else "")
        yield f"| {' | '.join(parts)} |"
    yield ""
    rates = run["throughputs"]
    if rates.get("site") and rates.get("manuel"):
        yield (
            f"Seize clients à la fois, même mélange : {rates['site']:.0f} pages par seconde, {rates['manuel']:.1f} pour le "
            f"manuel ({rates['site'] / rates['manuel']:.0f} fois)."
        )
        yield ""
