"""Asking one web address whether it answers, as politely as a stranger should.

Never an address of a private network, whatever a name leads to: the name is looked up, the number is checked, and that number
is where the connection goes. At most MOST_REDIRECTS are followed, each checked the same way; robots.txt is obeyed.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpcore
from django.conf import settings

from poles.enums import SiteState

AGENT = "AnnuairePTCE"
MOST_REDIRECTS = 3
LONGEST_ROBOTS = 500 * 1024
SECONDS = {"connect": 10.0, "read": 15.0, "write": 10.0, "pool": 10.0}
REDIRECTS = (301, 302, 303, 307, 308)
LATER = (429, 503)
FORBIDS = (401, 403)


@dataclass(frozen=True)
class Answer:
    """What an address answered; `wait` is how many seconds the server asked to be left alone, if it did."""

    state: SiteState
    told: str
    wait: int = 0


# IPv6 addresses that hold one of IPv4, which a gateway may reach: compatible ones, NAT64, Teredo, 6to4.
LEADING_ELSEWHERE = [ipaddress.ip_network(one) for one in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")]
SERVICES = ipaddress.ip_network("192.0.0.0/24")  # IETF protocol assignments


class Refused(Exception):  # noqa: N818 (nothing is wrong with the code)
    """The address must not be asked; the message says why."""


def is_public(number: str) -> bool:
    """Whether an IP address is one of the open Internet."""
    address = ipaddress.ip_address(number)
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in LEADING_ELSEWHERE):
            return False
        address = address.ipv4_mapped or address
    return address.is_global and not (address.is_multicast or address.is_reserved or address in SERVICES)


class PublicOnly(httpcore.SyncBackend):
    """Connects to public addresses alone."""

    def connect_tcp(self, host: str, port: int, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        try:
            found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"nom introuvable : {host}") from error
        if not found or not all(is_public(number) for number in found):
            raise Refused("l'adresse mène à un réseau privé")
        return super().connect_tcp(sorted(found)[0], port, *arguments, **options)


def visit(url: str) -> Answer:
    """Ask an address. Never raises for what a server, or the network, does."""
    with httpcore.ConnectionPool(network_backend=PublicOnly(), retries=0) as pool:
        try:
            return _visit(pool, url)
        except Refused as refusal:
            return Answer(SiteState.UNKNOWN, str(refusal))
        except (httpcore.TimeoutException, TimeoutError):
            return Answer(SiteState.FAILING, "aucune réponse à temps")
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError, ValueError) as error:
            return Answer(SiteState.FAILING, f"liaison impossible ({type(error).__name__})")


def _visit(pool: httpcore.ConnectionPool, url: str) -> Answer:
    for _ in range(MOST_REDIRECTS + 1):
        if urlsplit(url).scheme not in ("http", "https"):
            raise Refused("l'adresse n'est ni http:// ni https://")
        if not _robots_allow(pool, url):
            return Answer(SiteState.CLOSED, "robots.txt demande de ne pas venir")
        status, headers, _content = _ask(pool, url)
        if status not in REDIRECTS or "location" not in headers:
            return _told(status, headers)
        url = urljoin(url, headers["location"])
    return Answer(SiteState.FAILING, f"plus de {MOST_REDIRECTS} renvois")


def _told(status: int, headers: dict[str, str]) -> Answer:
    if status in LATER:
        asked = headers.get("retry-after", "")
        return Answer(
            SiteState.UNKNOWN, f"réponse {status}, plus tard", int(asked) if asked.isascii() and asked.isdigit() else 0
        )
    if status in FORBIDS:  # it answers, and does not want machines
        return Answer(SiteState.ALIVE, f"réponse {status}")
    return Answer(SiteState.ALIVE if status < 400 else SiteState.FAILING, f"réponse {status}")


def _robots_allow(pool: httpcore.ConnectionPool, url: str) -> bool:
    """RFC 9309: a file that is not there allows all; a server that fails on it allows nothing."""
    status, _, content = _ask(pool, urljoin(url, "/robots.txt"), longest=LONGEST_ROBOTS)
    if status >= 500:
        return False
    rules = RobotFileParser()
    rules.parse(content.decode("utf-8", "replace").splitlines() if status == 200 else [])
    return rules.can_fetch(AGENT, url)


def _ask(pool: httpcore.ConnectionPool, url: str, longest: int = 0) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and, up to `longest` bytes, content. The rest is not read."""
    headers = {"User-Agent": f"{AGENT}/1.0 (+{settings.SITE_URL})", "Accept": "text/html,*/*;q=0.5", "Connection": "close"}
    content = b""
    with pool.stream("GET", url, headers=list(headers.items()), extensions={"timeout": SECONDS}) as answer:
        if longest:
            for part in answer.iter_stream():
                content += part
                if len(content) >= longest:
                    break
        told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return answer.status, told, content[:longest]
