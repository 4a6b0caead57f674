"""One page of the web: fetched when it is asked for, and nothing else with it."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import tui
from tui.core.errors import UnreadableDocument, WrongUsage, reason
from tui.core.links import WEB

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPMessage, HTTPResponse

SECONDS = 15
MAX_SIZE = 20 << 20
MAX_REDIRECTIONS = 5
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Page:
    """What came from an address; its server may say that it is Markdown, which no byte tells."""

    data: bytes
    is_markdown: bool


class _Redirections(request.HTTPRedirectHandler):
    max_redirections = max_repeats = MAX_REDIRECTIONS

    def redirect_request(
        self,
        req: request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> request.Request | None:
        """Follow to pages of the web only."""
        _check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str, tell: Callable[[int], None] = lambda _: None) -> Page:
    """Fetch a page; `tell` hears how many bytes came so far.

    Only http and https, at most 5 redirections, 15 s and 20 MB; no cookies. Raises `WrongUsage` for
    another address, `UnreadableDocument` if nothing could be had.
    """
    _check(address)
    deadline = time.monotonic() + SECONDS
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPErrorProcessor,
        _Redirections,
    ):
        opener.add_handler(handler())
    asked = request.Request(address, headers={"User-Agent": f"postil/{tui.__version__}"})
    try:
        with opener.open(asked, timeout=SECONDS) as answer:
            data = _read(answer, deadline, tell)
            kind = answer.headers.get_content_type()
    except HTTPError as error:
        error.close()
        raise UnreadableDocument(address, f"the server said {error.code} {error.msg}") from error
    except URLError as error:
        cause = error.reason
        why = reason(cause) if isinstance(cause, OSError) else str(cause)
        raise UnreadableDocument(address, why) from error
    except TimeoutError as error:
        raise UnreadableDocument(address, f"did not come within {SECONDS} seconds") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "the server did not speak HTTP"
        raise UnreadableDocument(address, why) from error
    if not data.strip():
        raise UnreadableDocument(address, "the server sent nothing")
    return Page(data, kind == "text/markdown" or urlsplit(address).path.endswith(".md"))


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
        fits = parts.scheme.casefold() in WEB and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits:
        raise WrongUsage(f"only addresses of http and https are fetched, not {address}")


def _read(answer: HTTPResponse, deadline: float, tell: Callable[[int], None]) -> bytes:
    found = bytearray()
    while data := answer.read1(_CHUNK):
        found += data
        if len(found) > MAX_SIZE:
            raise UnreadableDocument(answer.url, "larger than 20 MB")
        if time.monotonic() > deadline:
            raise TimeoutError
        tell(len(found))
    return bytes(found)
