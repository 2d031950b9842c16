"""Translation services on this machine, which answer as a test tells them to."""

import json
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

from project_support import REPO

from welcomepack.language import Language, registry

KEY = "secret/k+y:fx"
LANGUAGES = registry(REPO / "locales")


def language(tag: str) -> Language:
    """A language of this repository's registry."""
    return LANGUAGES[tag]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a server was asked: the path, the values of query and form or JSON, the headers."""

    path: str
    values: Mapping[str, object]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answers."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Server:
    """A running server: its address, and all it was asked in order."""

    url: str
    seen: list[Seen] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The texts of LibreTranslate's requests."""
        return [str(one.values["q"]) for one in self.seen]


@contextmanager
def serving(answer: Callable[[Seen], Reply]) -> Iterator[Server]:
    """Serve on a free port of this machine until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            told = json.loads(raw) if raw.startswith(("{", "[")) else _flat(parse_qs(raw))
            self._answer(told if isinstance(told, dict) else {"list": told})

        def _answer(self, told: Mapping[str, object]) -> None:
            parts = urlsplit(self.path)
            values = {**_flat(parse_qs(parts.query)), **told}
            seen = Seen(parts.path, values, dict(self.headers))
            server.seen.append(seen)
            reply = answer(seen)
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            try:
                self.send_response(reply.status)
                for name, value in {**reply.headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client gave up, or was killed

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def _flat(values: Mapping[str, list[str]]) -> dict[str, object]:
    return {key: each[0] for key, each in values.items()}


def libre(made: Callable[[str], str]) -> Callable[[Seen], Reply]:
    """LibreTranslate's answer, with the text that ``made`` makes of the one asked."""

    def answer(seen: Seen) -> Reply:
        return Reply(json.dumps({"translatedText": made(str(seen.values["q"]))}))

    return answer


def assert_silent(error: BaseException) -> None:
    """A key may stand in no message and no printed traceback, in none of its written forms."""
    said = f"{error!r} {error} {''.join(traceback.format_exception(error))}"
    for form in (KEY, quote(KEY), quote(KEY, safe="")):
        assert form not in said
