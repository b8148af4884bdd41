"""What happens to every request and answer: bad bytes refused, privacy by default, public pages packed."""

import functools
from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import add_never_cache_headers

from ptce_site.views import bad_request

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def clear_errors(get_response: GetResponse) -> GetResponse:
    """Answer 400 to a request that holds a NUL character: PostgreSQL holds none, so nothing can be found with it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        texts = [request.path_info, *request.COOKIES.values()]
        for name, values in request.GET.lists():
            texts += [name, *values]
        if any("\0" in text for text in texts):
            return bad_request(request, reason="L'adresse contient un caractère nul.")
        return get_response(request)

    return middleware


def no_body_for_head(get_response: GetResponse) -> GetResponse:
    """Drop the body of an answer to HEAD, after its headers are made: the server would do it with a warning each time."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = []
            elif isinstance(response, HttpResponse):
                response.content = b""
        return response

    return middleware


def private_by_default(get_response: GetResponse) -> GetResponse:
    """Keep out of every cache what no view has declared public."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


class SecurityPolicy(CSPMiddleware):
    """The library's policy, written once for the pages that change nothing in it: nearly all."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        own = hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in vars(response))
        if not own:
            response.headers.setdefault(HEADER, _usual_policy())
        return super().process_response(request, response) if own else response


@functools.cache
def _usual_policy() -> str:
    return build_policy()


class GzipPublicPages(GZipMiddleware):
    """Pack public pages only: they hold no secret that the size of an answer could betray. Exports are streamed as is."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or "public" not in response.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)  # type: ignore[arg-type]
