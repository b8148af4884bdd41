"""gunicorn's threads, with our own page for a request that cannot be read."""

from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

HEADERS = (
    "Connection: close",
    "Content-Type: text/html; charset=utf-8",
    "Cache-Control: no-store",
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
)
BAD_REQUEST = ("400 Bad Request", "")
ANSWERS = {
    LimitRequestLine: ("414 URI Too Long", "L'adresse est trop longue."),
    LimitRequestHeaders: ("431 Request Header Fields Too Large", "Les en-têtes de la demande sont trop longs."),
}


class Worker(ThreadWorker):
    """A refusal of the server itself, which Django never sees, in French as the others."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer with the site's page when the request is at fault; leave any other fault to gunicorn."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        # Imported late: this module is read before Django is ready.
        from ptce_site.views import bad_request

        status, reason = next((answer for kind, answer in ANSWERS.items() if isinstance(exc, kind)), BAD_REQUEST)
        page = bad_request(req, reason=reason).content
        head = "\r\n".join([f"HTTP/1.1 {status}", *HEADERS, f"Content-Length: {len(page)}", "", ""])
        write_nonblock(client, head.encode("latin-1") + page)
