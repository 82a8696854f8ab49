"""The preview: builds on every save, reloads the browser, shows problems over the last good site.

livereload gives the browser protocol. Watching is our own: the system's file events, and a look at the whole tree every
second besides, so that no save is lost on a network drive or when events overflow.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import gc
import html
import json
import mimetypes
import re
import signal
import threading
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from microsite.pipeline import ENGINE, Order, Result, Session, build
from microsite.problem import render
from microsite.source import TOP_FILES, Source

if TYPE_CHECKING:
    from microsite.talk import Talk

HOST = "127.0.0.1"
# A burst of saves is one build: editors write a file in two or three steps.
_DEBOUNCE_MS = 5
_LOOK_SECONDS = 1.0
_IDLE_SECONDS = 5.0
_PORTS_TRIED = 20
_SCRIPT = "/__preview.js"
# Below the site's own folder; nothing is published there, whatever a page is called.
_GUIDE = "__stilguide/"
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_FINGERPRINTED = re.compile(r"\.[0-9a-f]{10}\.\w+$")
_FOLDERS = ("content", "assets", "templates")


class _StoppedError(Exception):
    """The preview is ending; the build in hand need not go on."""


class Preview:
    """The state that the builder's thread writes and the server's loop reads."""

    def __init__(self, order: Order, talk: Talk) -> None:
        self.order = order
        self.talk = talk
        # Counted from the clock, so that a page left open over a restart never holds a number of the new run.
        self.serial = time.time_ns() // 1_000_000
        self.problems = ""
        self.base = "/"
        self._session = Session(order)
        self._built: dict[str, Source] = {}
        self._threads: list[threading.Thread] = []
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._loop: IOLoop | None = None

    # -- building

    def _progress(self, done: int, total: int, what: str) -> None:
        if self._stop.is_set():
            raise _StoppedError
        self.order.progress(done, total, what)

    def build(self) -> Result:
        """Build once; what a browser shows changes with `serial`."""
        result = build(dataclasses.replace(self.order, lazy=True, progress=self._progress), self._session)
        self._built = result.sources
        # A file that was saved while we read is simply read again.
        if any(p.code == "changed-meanwhile" for p in result.problems):
            self._wake.set()
            return result
        problems = "\n\n".join(render(p, self.talk.lang, colour=False) for p in result.problems if p.level == "error")
        if not result.failed:
            self.base = base_path(self.order.root)
        if result.written or result.removed or problems != self.problems:
            self.problems = problems
            self.serial += 1
            self._tell_browsers()
        return result

    def _tell_browsers(self) -> None:
        if self._loop is not None:
            self._loop.add_callback(Socket.tell_all, self.message())

    def message(self) -> str:
        """Return what a browser is told: livereload's own command, with our serial and problems beside it."""
        return json.dumps({"command": "reload", "path": "*", "serial": self.serial, "problems": self.problems})

    # -- watching

    def start(self, loop: IOLoop) -> None:
        """Start the threads that watch and build."""
        self._loop = loop
        # The collector would stop everything for tens of milliseconds in the middle of a build; it runs when idle.
        gc.disable()
        for job in (self._build_on_change, self._watch_folders, self._watch_files, self._look_around):
            thread = threading.Thread(target=job, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Let the builder end, and write down what it learnt."""
        self._stop.set()
        self._wake.set()
        if self._threads:
            self._threads[0].join(10)
        self._session.save()

    def _watch_files(self) -> None:
        """Wake the builder when partners.yaml changes. The root alone is watched: output/ lies below it."""
        from watchfiles import watch

        roots = list(dict.fromkeys((self.order.root, ENGINE)))
        with contextlib.suppress(OSError, RuntimeError):
            for _ in watch(
                *roots,
                watch_filter=lambda _, path: Path(path).name in TOP_FILES,
                recursive=False,
                debounce=_DEBOUNCE_MS,
                step=2,
                stop_event=self._stop,
                rust_timeout=500,
            ):
                self._wake.set()

    def _watch_folders(self) -> None:
        """Wake the builder at file events. The folders are watched, so new and renamed ones are seen."""
        from watchfiles import watch

        while not self._stop.is_set():
            folders = [p / n for p in dict.fromkeys((self.order.root, ENGINE)) for n in _FOLDERS if (p / n).is_dir()]
            try:
                for _ in watch(*folders, debounce=_DEBOUNCE_MS, step=2, stop_event=self._stop, rust_timeout=500):
                    self._wake.set()
            except (OSError, RuntimeError):
                # A watched folder was renamed or removed: begin again with those there are now.
                time.sleep(0.2)

    def _look_around(self) -> None:
        """Compare the tree with what was built, once a second: partners.yaml, lost events, drives without any."""
        from microsite.source import StatCache, read_tree

        stats = StatCache(self._session.state.stats)
        told: dict[str, Source] = {}
        pause = 0.0
        while not self._stop.wait(pause):
            pause = _LOOK_SECONDS
            with contextlib.suppress(OSError):
                sources = read_tree(self.order.root, ENGINE, stats)
                stats = StatCache(stats.new)
                # What is there is compared with what was BUILT; one difference is told once, or a build that
                # can't succeed would be tried every second.
                if sources not in (self._built, told):
                    told = sources
                    self._wake.set()

    def _build_on_change(self) -> None:
        while not self._stop.is_set():
            if not self._wake.wait(_IDLE_SECONDS):
                self._session.save()
                # What is there now stays: later looks for garbage need not go through it.
                gc.collect()
                gc.freeze()
                self._wake.wait()
            self._wake.clear()
            if self._stop.is_set():
                return
            try:
                self._report(self.build())
            except _StoppedError:
                return
            except Exception as error:  # noqa: BLE001 (the preview outlives whatever one save did)
                self.problems, self.serial = f"{type(error).__name__}: {error}", self.serial + 1
                self._tell_browsers()

    def _report(self, result: Result) -> None:
        if result.problems:
            self.talk.problems(result.problems)
        errors = sum(p.level == "error" for p in result.problems)
        if errors:
            self.talk.say("failed", errors=errors, warnings=len(result.problems) - errors)
        elif result.written or result.removed:
            self.talk.say("rebuilt", ms=f"{result.seconds * 1000:.0f}", written=result.written, removed=result.removed)


def serve(order: Order, port: int, talk: Talk) -> int:
    """Build, serve on this machine only, and go on until Ctrl+C. Returns the exit code."""
    preview = Preview(order, talk)
    result = preview.build()
    talk.problems(result.problems)
    preview.base = base_path(order.root)
    sockets, port = _bind(port)
    app = Application(
        [("/livereload", Socket, {"preview": preview}), (".*", Files, {"preview": preview})], websocket_ping_interval=30
    )

    async def main() -> None:
        ended = asyncio.Event()
        # A signal that comes just before the loop falls asleep, or to another of our threads, would go unnoticed; a
        # handler of the loop's own wakes it. Windows has none; there Ctrl+C comes as KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, ended.set)
        server = HTTPServer(app)
        server.add_sockets(sockets)
        preview.start(IOLoop.current())
        talk.say("serving", url=f"http://{HOST}:{port}{preview.base}")
        await ended.wait()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
    with contextlib.suppress(KeyboardInterrupt):  # pressed once more: what was learnt is learnt again
        preview.stop()
    talk.say("served")
    return 0


def base_path(root: Path) -> str:
    """Return the path that the site lies below, as its settings say; "/" where they can't be read."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        for line in (root / "content" / "site.yaml").read_text("utf-8-sig").splitlines():
            if line.startswith("base-url:"):
                return urlsplit(line.partition(":")[2].strip().strip("\"'")).path.rstrip("/") + "/"
    return "/"


def _bind(port: int) -> tuple[Any, int]:
    """Take the port, or the next one that is free."""
    for choice in range(port, port + _PORTS_TRIED):
        with contextlib.suppress(OSError):
            return bind_sockets(choice, HOST, reuse_port=False), choice
    return bind_sockets(0, HOST), 0


def _is_ours(host: str) -> bool:
    """Tell whether a Host or Origin names this machine: another site's page must not read an unpublished draft."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return name in _NAMES


class Socket(LiveReloadHandler):
    """livereload's socket, for our own origin only."""

    open_sockets: ClassVar[set[Socket]] = set()

    def initialize(self, preview: Preview) -> None:
        """Take the preview's state."""
        self._preview = preview

    def check_origin(self, origin: str) -> bool:
        """Refuse other sites' pages, also those on another port of this machine."""
        return bool(urlsplit(origin).netloc == self.request.host)

    def prepare(self) -> Awaitable[None] | None:
        """Refuse a foreign Host."""
        if not _is_ours(self.request.host):
            raise HTTPError(403)
        return None

    def on_message(self, message: str | bytes) -> None:
        """Answer the browser's hello as livereload does; tell at once if it shows an older build."""
        super().on_message(message)
        with contextlib.suppress(ValueError, AttributeError):
            hello = json.loads(message)
            if hello.get("command") == "hello":
                Socket.open_sockets.add(self)
                if hello.get("serial") != self._preview.serial:
                    self.send_message(self._preview.message())

    def on_close(self) -> None:
        """Forget the browser."""
        super().on_close()
        Socket.open_sockets.discard(self)

    @classmethod
    def tell_all(cls, message: str) -> None:
        """Tell every open browser."""
        for socket in cls.open_sockets.copy():
            socket.send_message(message)


class Files(RequestHandler):
    """The files of output/, with the preview's script in every page."""

    def initialize(self, preview: Preview) -> None:
        """Take the preview's state."""
        self._preview = preview

    def prepare(self) -> Awaitable[None] | None:
        """Refuse a foreign Host: a name that an attacker points at this machine."""
        if not _is_ours(self.request.host):
            raise HTTPError(403)
        return None

    def set_default_headers(self) -> None:
        """Keep nothing: the next look must be the newest."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def get(self) -> None:
        """Answer with a file, a redirect to its folder, or the site's own page for addresses that don't exist."""
        path = unquote(self.request.path)
        if path == _SCRIPT:
            self.set_header("Content-Type", "text/javascript; charset=utf-8")
            self.finish(SCRIPT)
            return
        base = self._preview.base
        if path == "/" and base != "/":
            self.redirect(base)
            return
        if path.startswith(base + _GUIDE):
            self._guide(path.removeprefix(base + _GUIDE))
            return
        file = None
        with contextlib.suppress(OSError, ValueError):  # a name longer than the disk takes, or none at all
            file = self._file(path.removeprefix(base) if path.startswith(base) else None)
        if file is not None and file.is_dir() and not path.endswith("/"):
            self.redirect(path + "/")
            return
        if file is not None and file.is_dir():
            file /= "index.html"
        if file is None or not file.is_file():
            self.set_status(404)
            file = self._preview.order.output_folder / "404.html"
        self._send(file)

    def _guide(self, path: str) -> None:
        """Answer with a page of the style guide, made just now; a fault in a template is told instead of it."""
        from microsite.palette import palette_of
        from microsite.styleguide import style_guide

        preview = self._preview
        folder = preview.order.output_folder / "stil"
        sheet = max(folder.glob("site.*.css"), key=lambda file: file.stat().st_mtime, default=None)
        url = f"{preview.base}stil/{sheet.name}" if sheet else ""
        lang = self.get_query_argument("lang", "sv")
        # The names of the colours are those of any palette.
        scheme = palette_of("#123f41").light
        try:
            page = style_guide(preview.order.root, url, scheme, path, lang, preview.base + _GUIDE)
        except Exception as error:  # noqa: BLE001 (whatever a template or an example does wrong is told)
            page = f"<!doctype html><meta charset=utf-8><pre>{html.escape(f'{type(error).__name__}: {error}')}</pre>"
        if page is None:
            self.set_status(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page or _EMPTY)

    def head(self) -> None:
        """Answer as to GET; the server leaves the body out."""
        self.get()

    def _file(self, path: str | None) -> Path | None:
        """Return the file for a path, None for one that would leave output/."""
        folder = self._preview.order.output_folder.resolve()
        if path is None or "\0" in path:
            return None
        file = (folder / path).resolve()
        return file if (file == folder or folder in file.parents) and file.exists() else None

    def _send(self, file: Path) -> None:
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        try:
            data = file.read_bytes()
        except OSError:
            data, kind = _EMPTY.encode(), "text/html"
        if kind == "text/html":
            told = f'data-serial="{self._preview.serial}" data-problems="{html.escape(self._preview.problems)}"'
            tag = f'<script src="{_SCRIPT}" {told} defer></script>'
            # Before the last </head>, wherever it stands; a page without one gets it first of all.
            place = data.find(b"</head>")
            data = data[:place] + tag.encode() + data[place:] if place >= 0 else tag.encode() + data
        if _FINGERPRINTED.search(file.name):
            # A name that changes with the content: a reload need not fetch fonts and pictures again.
            self.set_header("Cache-Control", "max-age=31536000, immutable")
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if kind.startswith("video/"):
            data = self._part(data)
        self.finish(data)

    def _part(self, data: bytes) -> bytes:
        """Return the part of a film that is asked for: some browsers play none that does not come in parts."""
        self.set_header("Accept-Ranges", "bytes")
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.request.headers.get("Range", ""))
        if asked is None or not (asked[1] or asked[2]):
            return data
        first = int(asked[1]) if asked[1] else max(0, len(data) - int(asked[2]))
        last = min(int(asked[2]), len(data) - 1) if asked[1] and asked[2] else len(data) - 1
        if first > last:
            self.set_status(416)
            self.set_header("Content-Range", f"bytes */{len(data)}")
            return b""
        self.set_status(206)
        self.set_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        return data[first : last + 1]


_TYPES = {
    ".html": "text/html",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".js": "text/javascript",
    ".css": "text/css",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt",
}
_EMPTY = "<!doctype html><html lang=sv><head><meta charset=utf-8><title>–</title></head><body></body></html>"
SCRIPT = (Path(__file__).parent / "preview.js").read_text("utf-8")
