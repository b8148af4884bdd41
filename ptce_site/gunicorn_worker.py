"""gunicorn's threads, with our own page for an address too long to be read."""

from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

HEADERS = (
    "Connection: close",
    "Content-Type: text/html; charset=utf-8",
    "Cache-Control: no-store",
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
)


class Worker(ThreadWorker):
    """A refusal of the server itself, which Django never sees, in French as the others."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer 414 with the site's page; leave any other fault to gunicorn."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        # Imported late: this module is read before Django is ready.
        from ptce_site.views import bad_request

        page = bad_request(req, reason="L'adresse est trop longue.").content
        head = "\r\n".join(["HTTP/1.1 414 URI Too Long", *HEADERS, f"Content-Length: {len(page)}", "", ""])
        write_nonblock(client, head.encode("latin-1") + page)
