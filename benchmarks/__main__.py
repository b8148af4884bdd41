"""python -m benchmarks [--size N] [--requests N] [--repeats N] [--quick]: measure, check, write docs/performance.md."""

import argparse
import concurrent.futures
import contextlib
import http.client
import os
import re
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from benchmarks import report

OUTPUT = Path(__file__).resolve().parent.parent / ".bench"
CLIENTS = 16
MIX_SECONDS = 12
# The site's connections (workers times threads) each prepare their statements at first: asked by twice as many clients as
# there are, before anything is timed.
WARM_UP = 16
DRAIN_SECONDS = 0.1
# The textbook page is slow: asked once for so many requests of the others. Beyond a size, it and Datasette take minutes a
# page: they are left out.
SPARE, MOST_FOR_OTHERS = 5, 50_000


class WrongAnswer(Exception):  # noqa: N818 (what is wrong is its name)
    """A page whose total is not that of the plain queryset."""


class Side:
    """One kept connection to a server."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def open(self) -> None:
        """Connect anew: a server closes a connection that was idle for long."""
        self.connection.close()
        self.connection.connect()

    def get(self, address: str, **headers: str) -> tuple[float, http.client.HTTPResponse, bytes]:
        """Milliseconds until the whole answer is read; asked without compression."""
        start = time.perf_counter()
        self.connection.request("GET", address, headers={"Accept-Encoding": "identity", "Host": "127.0.0.1", **headers})
        response = self.connection.getresponse()
        body = response.read()
        return (time.perf_counter() - start) * 1000, response, body


@dataclass
class Cell:
    """The times of one scenario on one side, in milliseconds."""

    times: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[max(int(len(self.times) * 0.95) - 1, 0)]


@dataclass
class Results:
    """Everything measured at one size."""

    size: int
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    throughputs: dict[str, float] = field(default_factory=dict)

    def add(self, scenario: str, side: str, milliseconds: float) -> None:
        self.cells.setdefault((scenario, side), Cell()).times.append(milliseconds)

    def as_dict(self) -> dict[str, Any]:
        """What the report needs."""
        cells = [
            {"scenario": scenario, "side": side, "median": cell.median, "p95": cell.p95, "requests": len(cell.times)}
            for (scenario, side), cell in self.cells.items()
        ]
        return {"size": self.size, "cells": cells, "throughputs": self.throughputs}


def main() -> int:
    options = _options()
    from benchmarks import servers

    with servers.database_of(options.size):
        results = _measured(options)
    if options.quick:
        print("essai court : les réponses sont justes, les temps ne sont pas jugés")
        return 0
    print(report.written(results.as_dict()))
    failures = report.failures(results.as_dict())
    for failure in failures:
        print(f"non atteint : {failure}", file=sys.stderr)
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--size", type=int, default=200, help="number of made-up poles")
    parser.add_argument("--requests", type=int, default=20, help="requests of each scenario in a repeat")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="few requests, right answers, no judgement")
    options = parser.parse_args()
    if options.quick:
        options.requests, options.repeats = 3, 1
    return options


def _measured(options: argparse.Namespace) -> Results:
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import data, scenarios, servers

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"{options.size} pôles fictifs…", flush=True)
    data.fill(options.size)
    draws = scenarios.Draws(options.size)
    results = Results(options.size)
    url = os.environ["DATABASE_URL"]
    with contextlib.ExitStack() as stack:
        sides = {
            "site": Side(stack.enter_context(servers.site(url))),
            "constante": Side(stack.enter_context(servers.constant())),
        }
        compared = options.size <= MOST_FOR_OTHERS
        if compared:
            sides["manuel"] = Side(stack.enter_context(servers.textbook(url)))
        program = servers.datasette_program() if compared else None
        base = f"bench_{options.size}"
        if program and not options.quick:
            OUTPUT.mkdir(exist_ok=True)
            data.write_sqlite(options.size, OUTPUT / f"{base}.db")
            sides["datasette"] = Side(stack.enter_context(servers.datasette(program, OUTPUT / f"{base}.db")))
        every = list(scenarios.scenarios(draws, base))
        if not options.quick:
            _warm_up(sides, every)
        for repeat in range(options.repeats):
            for scenario in every:
                _measure(scenario, sides, results, repeat, options)
            _measure_suggestions(draws, sides, results, repeat, options)
            _measure_not_modified(sides, results, options)
            print(f"  tour {repeat + 1} sur {options.repeats}", flush=True)
        if not options.quick:
            for side in [side for side in ("manuel", "site") if side in sides]:
                results.throughputs[side] = _throughput(sides[side].connection.port, every, side, draws)
    return results


def _warm_up(sides: dict[str, Side], every: list[Any]) -> None:
    """The fast sides, with parameters from the end of the lists; several clients at once, to reach every thread."""

    def ask(side: str, client: int) -> None:
        own = Side(sides[side].connection.port)
        for number in range(2):
            for scenario in every:
                address = {"site": scenario.site, "datasette": scenario.datasette, "constante": lambda n: "/"}[side]
                if address and (side != "datasette" or client == number == 0):
                    own.get(address(-100 - 2 * client - number))

    for side in sides.keys() - {"manuel"}:
        with concurrent.futures.ThreadPoolExecutor(WARM_UP) as pool:
            list(pool.map(ask, [side] * WARM_UP, range(WARM_UP)))


def _measure(scenario: Any, sides: dict[str, Side], results: Results, repeat: int, options: argparse.Namespace) -> None:
    """A cell a side, one after the other, each repeat beginning with another side; a pause between, so that none pays for
    what another left running."""
    addresses = {
        "site": scenario.site,
        "datasette": scenario.datasette,
        "manuel": scenario.textbook,
        "constante": lambda n: "/",
    }
    cells = [side for side in addresses if addresses[side] and side in sides]
    turn = repeat % len(cells)
    to_check = []
    for side in cells[turn:] + cells[:turn]:
        time.sleep(DRAIN_SECONDS)
        sides[side].open()
        sides[side].get(addresses[side](-1 - repeat))  # not timed: another process may have taken the connection
        for number in range(repeat * options.requests, (repeat + 1) * options.requests):
            if side == "manuel" and number % SPARE:
                continue
            address = addresses[side](number)
            milliseconds, response, body = sides[side].get(address)
            if response.status != http.client.OK:
                raise WrongAnswer(f"{side} {address}: {response.status}")
            results.add(scenario.name, side, milliseconds)
            if side == "site" and scenario.counted:
                to_check.append((address, body))
    for address, body in to_check:  # after all that is timed: the plain queryset may read every pole
        _check(address, body)


def _check(address: str, body: bytes) -> None:
    """The total shown is that of the plain queryset."""
    from django.http import QueryDict

    from poles import pole_index
    from poles.filters import PoleFilter
    from ptce_site.content_version import content_moment

    shown = re.search(r'class="total">([^<]*)</h2>', body.decode())
    words = re.sub(r"\s", "", shown[1]) if shown else ""
    number = re.match(r"\d+", words)
    total = int(number[0]) if number else 0
    plain = PoleFilter(QueryDict(urlsplit(address).query), pole_index.current(content_moment(None))).qs.count()
    if shown is None or total != plain:
        raise WrongAnswer(f"{address}: {total} shown, {plain} in the plain queryset")


def _measure_suggestions(
    draws: Any, sides: dict[str, Side], results: Results, repeat: int, options: argparse.Namespace
) -> None:
    sides["site"].open()
    for number in range(repeat * options.requests, (repeat + 1) * options.requests):
        typed = quote(draws.beginnings[number % len(draws.beginnings)])
        results.add("suggestions de lieux", "site", sides["site"].get(f"/territoires/json?q={typed}")[0])


def _measure_not_modified(sides: dict[str, Side], results: Results, options: argparse.Namespace) -> None:
    sides["site"].open()
    stamp = sides["site"].get("/poles/")[1].getheader("ETag") or ""
    time.sleep(DRAIN_SECONDS)
    sides["constante"].open()
    for _ in range(options.requests):
        milliseconds, response, _ = sides["site"].get("/poles/", **{"If-None-Match": stamp})
        if response.status != http.client.NOT_MODIFIED:
            raise WrongAnswer(f"304 expected, {response.status} came")
        results.add("304", "site", milliseconds)
    time.sleep(DRAIN_SECONDS)
    for _ in range(options.requests):
        results.add("304", "constante", sides["constante"].get("/")[0])


def _throughput(port: int, every: list[Any], side: str, draws: Any) -> float:
    """Answers a second with CLIENTS at once, on a fixed mix of the scenarios that both sides have."""
    mix = [scenario for scenario in every if scenario.textbook is not None]
    end = time.monotonic() + MIX_SECONDS

    def ask(client: int) -> int:
        own, done = Side(port), 0
        while time.monotonic() < end:
            scenario = mix[done % len(mix)]
            own.get((scenario.site if side == "site" else scenario.textbook)(client * 7919 + done))
            done += 1
        return done

    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        start = time.monotonic()
        total = sum(pool.map(ask, range(CLIENTS)))
        return total / (time.monotonic() - start)


if __name__ == "__main__":
    sys.exit(main())
