"""How a command talks to the running hub: HTTP on loopback, with the administrator's token of the data folder."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from connectors.http.translate import BATCH
from hub.cli import output
from hub.settings import ADMINISTRATOR_TOKEN, CLOCK_HEADER, Settings, load
from hub.supervisor.marks import supervisor
from schemas.days import parse_instant
from schemas.errors import REASONS, HubError, NotFound, NotRunning, Problem, Refused, Unavailable, UsageError, shown

Parameters = Sequence[tuple[str, str]]
SECONDS: Final = 60.0
_WRONGLY: Final = (400, 413, 415, 422)
"""What was sent is not what the hub can take: exit code 2. All else that is refused, also what this hub cannot do yet (501), is 1."""


class Client:
    """A session with the hub of the data folder, or with one elsewhere."""

    def __init__(self, settings: Settings | None = None, url: str = "", token: str = "", stranger: bool = False) -> None:
        """Of these settings, else of the environment's. The administrator's token is only ever sent to the folder's own hub; a
        stranger asks one elsewhere without a token for what is open to all.

        Raises UsageError for a hub elsewhere without a token, an address that is none of HTTP, and a token that no header can hold; NotRunning
        where no hub was ever brought up.
        """
        if url:
            _check_address(url)
        if url and not token and not stranger:
            raise UsageError("--token / HUB_TOKEN")
        _check_token(token)
        known = settings or load()
        self._own = None if url else known.folder
        running = known.folder.recall("endpoints") or {}
        proof = {"Authorization": f"Bearer {token or _own_token(known)}"} if token or not url else {}
        headers = {**proof, "Accept-Language": output.current().language}
        hooks = {"response": [self._heard]}
        self._clock: str | None = None
        self._http = httpx.Client(base_url=url or running.get("http", known.http), headers=headers, timeout=SECONDS, event_hooks=hooks)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except httpx.TransportError as error:
            if self._own is not None and supervisor(self._own) is None:
                raise NotRunning(str(self._own.root)) from error
            raise Unavailable(f"hub up: {type(error).__name__}") from error

    def now(self) -> int:
        """The hub's clock in ms: what its test clock showed with the last answer, else real time."""
        return time.time_ns() // 1_000_000 if self._clock is None else parse_instant(self._clock)

    def _heard(self, response: httpx.Response) -> None:
        """Says once that a test clock stands for the time."""
        shown = response.headers.get(CLOCK_HEADER)
        if shown is not None and self._clock is None:
            output.current().warn(f"测试时钟：{shown}（这个枢纽不用真实时间）", f"test clock: {shown} (this hub does not keep real time)")
        self._clock = shown

    def get(self, path: str, parameters: Parameters = ()) -> Any:
        """The JSON answer to a question. Raises the error that the hub tells of; Unavailable when no hub answers, NotRunning when it is down."""
        return self.page(path, parameters).json()

    def page(self, path: str, parameters: Parameters = ()) -> httpx.Response:
        """A whole answer. Raises as `get`."""
        with self._reaching():
            response = self._http.get(path, params=list(parameters))
        if response.is_error:
            raise problem_of(response.status_code, _body(response))
        return response

    def post(self, path: str, body: Any, parameters: Parameters = ()) -> Any:
        """The JSON answer to something to be done. Raises as `get`."""
        with self._reaching():
            response = self._http.post(path, json=body, params=list(parameters))
        if response.is_error:
            raise problem_of(response.status_code, _body(response))
        return response.json()

    def send(self, batch: bytes, parameters: Parameters = ()) -> list[dict[str, Any]]:
        """What is answered to each event of a JSON array, refused ones included. Raises as `get` when the array is not taken as such."""
        with self._reaching():
            response = self._http.post("/v1/events", content=batch, params=list(parameters), headers={"Content-Type": BATCH})
        answer = response.json() if not response.is_error else _body(response).get("events")
        if not isinstance(answer, list):
            raise problem_of(response.status_code, _body(response))
        return answer

    def lines(self, path: str, body: bytes, media: str, parameters: Parameters = ()) -> Iterator[Any]:
        """The JSON lines answered to a file, as they come. Raises as `get`."""
        # Between two lines the hub may wait for the broker and for the gate, half a minute each.
        headers, patient = {"Content-Type": media}, httpx.Timeout(SECONDS, read=3 * SECONDS)
        with self._reaching(), self._http.stream("POST", path, content=body, params=list(parameters), headers=headers, timeout=patient) as response:
            if response.is_error:
                response.read()
                raise problem_of(response.status_code, _body(response))
            yield from map(json.loads, response.iter_lines())

    @contextmanager
    def stream(self, path: str, parameters: Parameters = (), headers: Mapping[str, str] | None = None) -> Iterator[httpx.Response]:
        """An answer that does not end by itself, to be read line by line. Raises as `get`; a broken line of communication is Unavailable."""
        with (
            self._reaching(),
            self._http.stream("GET", path, params=list(parameters), headers=dict(headers or {}), timeout=httpx.Timeout(SECONDS)) as response,
        ):
            if response.is_error:
                response.read()
                raise problem_of(response.status_code, _body(response))
            yield response


def _check_address(url: str) -> None:
    """Raises UsageError for what is no address of HTTP: trying again would not help."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and bool(httpx.URL(url).host)
    except (ValueError, httpx.InvalidURL):
        good = False
    if not good:
        raise UsageError(problem=Problem("USED_WRONGLY", "--hub / HUB_URL", "http://… https://…", shown(url)))


def _check_token(token: str) -> None:
    """Raises UsageError for a token that cannot be sent; a secret is not shown."""
    if not all("!" <= sign <= "~" for sign in token):
        expected = output.say("可见的 ASCII 字符，没有空格和换行", "visible ASCII characters, no space, no line end")
        raise UsageError(problem=Problem("USED_WRONGLY", "--token / HUB_TOKEN", expected))


def _own_token(known: Settings) -> str:
    try:
        return known.secret(ADMINISTRATOR_TOKEN)
    except FileNotFoundError:
        # The folder is made by the hub, not by whoever asks it.
        raise NotRunning(str(known.folder.root)) from None


def _body(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, Mapping) else {}


def problem_in(body: Mapping[str, Any], otherwise: str = "BROKEN") -> Problem:
    """The problem that a problem document holds, of the code `otherwise` when it names none that is known here."""
    code = str(body.get("code", otherwise))
    pointer, expected, got = (str(body.get(name, "")) for name in ("pointer", "expected", "got"))
    return Problem(code if code in REASONS else otherwise, pointer.removeprefix("#"), expected, got)


def problem_of(status: int, body: Mapping[str, Any]) -> HubError:
    """The error that a problem document tells of, so that the command ends with the exit code that goes with it."""
    problem = problem_in(body)
    kinds: dict[int, type[HubError]] = {404: NotFound, 503: Unavailable, **dict.fromkeys(_WRONGLY, UsageError)}
    kind = kinds.get(status)
    return Refused(problem) if kind is None else kind(problem=problem)
