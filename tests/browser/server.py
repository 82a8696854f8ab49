"""Serves an output folder as a plain web host would, and remembers every request."""

import gzip
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

TYPES = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
# Compressed by a host that compresses: all else is so by itself.
TEXTS = {".atom", ".css", ".html", ".ico", ".ics", ".js", ".json", ".svg", ".txt", ".vtt", ".webmanifest", ".xml"}
Rules = Sequence[tuple[str, Mapping[str, str]]]


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    status: int


@dataclass
class SiteServer:
    """One folder at one address; `prefix` is "" or a path such as "/kampanj"."""

    folder: Path
    prefix: str
    origin: str
    headers: Mapping[str, str]
    rules: Rules = ()
    gzipped: bool = False
    requests: list[Request] = field(default_factory=list)

    def url_of(self, file: Path) -> str:
        """The address at which a visitor meets `file`: a folder's index.html goes by the folder's name."""
        path = file.relative_to(self.folder).as_posix()
        if path == "index.html" or path.endswith("/index.html"):
            path = path.removesuffix("index.html")
        return f"{self.origin}{self.prefix}/{quote(path)}"

    def file_at(self, path: str) -> Path | None:
        """The file that answers `path` (as it stands in an address), or None."""
        wanted = unquote(path)
        if not wanted.startswith(self.prefix + "/"):
            return None
        parts = wanted.removeprefix(self.prefix).split("/")
        if ".." in parts or "\0" in wanted:
            return None
        file = self.folder.joinpath(*(part for part in parts if part))
        if wanted.endswith("/"):
            file = file / "index.html"
        return file if file.is_file() else None

    def headers_of(self, path: str) -> dict[str, str]:
        """The headers that go with an answer, by the table that is published with the folder too."""
        found = dict(self.headers)
        for pattern, headers in self.rules:
            if path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1])):
                found |= headers
        return found


def published_rules(folder: Path) -> Rules:
    """The folder's own `_headers`, as hosts that know that file read it."""
    rules: list[tuple[str, dict[str, str]]] = []
    for row in (folder / "_headers").read_text("utf-8").split("\n"):
        if row.startswith("/"):
            rules.append((row.strip(), {}))
        elif row.startswith(" "):
            name, _, value = row.strip().partition(": ")
            rules[-1][1][name] = value
    return rules


@contextmanager
def serve(
    folder: Path, *, prefix: str = "", headers: Mapping[str, str] | None = None, published: bool = False
) -> Iterator[SiteServer]:
    """Serve `folder` on loopback while the block runs; `headers` go with every answer.

    `published`: with the headers of its own `_headers` and texts gzipped, as the site is to be met on the web.
    """
    httpd = _Quiet(("127.0.0.1", 0), _Handler)
    origin = f"http://127.0.0.1:{httpd.server_address[1]}"
    rules = published_rules(folder) if published else ()
    site = SiteServer(folder, prefix, origin, dict(headers or {}), rules, published)
    httpd.site = site
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    # A browser keeps connections open; closing must not wait for it.
    block_on_close = False
    request_queue_size = 64
    site: SiteServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up in the middle of an answer is no fault of the site."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm: ClassVar[bool] = True
    wbufsize = 65536
    server: _Quiet

    def do_GET(self) -> None:
        site = self.server.site
        parts = urlsplit(self.path)
        file = site.file_at(parts.path)
        if file is not None:
            self._answer(200, file.read_bytes(), file.suffix)
        elif site.file_at(parts.path + "/") is not None:
            query = f"?{parts.query}" if parts.query else ""
            self._answer(301, b"", ".txt", location=f"{parts.path}/{query}")
        else:
            missing = site.folder / "404.html"
            self._answer(404, missing.read_bytes() if missing.is_file() else b"not found", ".html")

    do_HEAD = do_GET  # noqa: N815  the name that http.server looks for

    def _answer(self, status: int, body: bytes, suffix: str, *, location: str = "") -> None:
        site = self.server.site
        site.requests.append(Request(self.command, self.path, status))
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
        if site.gzipped and suffix in TEXTS:
            self.send_header("Vary", "Accept-Encoding")
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                self.send_header("Content-Encoding", "gzip")
                body = gzip.compress(body, 9, mtime=0)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        for name, value in site.headers_of(urlsplit(self.path).path).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Requests are remembered, not printed."""
