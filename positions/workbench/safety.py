"""Who may ask the server: the person at this machine, from the server's own pages, and nobody else.

Other programs and pages on the machine can reach a port of 127.0.0.1. So every request has to name the server's own
host (a foreign name that resolves to 127.0.0.1 does not), must not come from another page, and has to bring the secret
that the start address gave; changes are made by POST alone; and no answer may be kept, framed, or load anything else.
"""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["MOST_BYTES", "Guard"]

MOST_BYTES = 256 * 1024  # of a form; the longest has a few kilobytes
MOST_FIELDS = 1_000  # of a form: a choice for each clause
MOST_LETTERS = 4_096  # of an address
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Stands before the pages.

    Parameters
    ----------
    app : ASGI application
    port : int
        Where the server listens; with 127.0.0.1 it makes up the only host that is answered.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.host = f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"
        self.token, self._secret = secrets.token_urlsafe(24), secrets.token_urlsafe(32)
        self._cookie = f"positions_{port}"

    @property
    def start(self) -> str:
        """The first address."""
        return f"{self.origin}/start?token={self.token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused is not None:
            await _guarded(PlainTextResponse(refused[1] + "\n", refused[0]), scope, receive, send)
            return
        if scope["path"] == "/start":
            answer = RedirectResponse("/", 303)
            answer.set_cookie(self._cookie, self._secret, httponly=True, samesite="strict", path="/")
            await _guarded(answer, scope, receive, send)
            return
        body = b""
        while scope["method"] == "POST":
            message = await receive()
            body += message.get("body", b"")
            if len(body) > MOST_BYTES:
                await _guarded(PlainTextResponse("more than a form can hold\n", 413), scope, receive, send)
                return
            if message["type"] != "http.request" or not message.get("more_body"):
                break

        try:
            fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:  # no UTF-8, or too many
            await _guarded(PlainTextResponse("this is no form of the workbench\n", 400), scope, receive, send)
            return
        await _guarded(self.app, {**scope, "positions.form": dict(fields)}, receive, send)

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Return why a request is not answered, or None."""
        if headers.getlist("host") != [self.host]:
            return 400, f"this server is {self.origin} and answers to no other name"
        if scope["method"] not in ("GET", "POST"):
            return 405, "GET shows, POST changes; nothing else is answered"
        if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_LETTERS:
            return 414, "the address is too long"
        origins = headers.getlist("origin")
        if any(origin != self.origin for origin in origins):
            return 403, "asked for by another page"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "asked for by another page"
        if scope["path"] == "/start":
            given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
            right = scope["method"] == "GET" and _same(given, self.token)
            return None if right else (403, "the token is wrong: take the address that the program printed")
        if scope["method"] == "POST":
            if not origins:
                return 403, "a change has to come from a page of this server"
            if headers.get("content-length", "0").isdigit() and int(headers.get("content-length", "0")) > MOST_BYTES:
                return 413, "more than a form can hold"
            if headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
                return 415, "forms alone are taken"
        if not _same(_cookie(headers, self._cookie), self._secret):
            return 403, "open the address that the program printed: it holds the token"
        return None


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


async def _guarded(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Let an application answer, with the headers that every answer has; a policy of its own is kept."""

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    await app(scope, receive, with_headers)
