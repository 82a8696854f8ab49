"""The preview: what is saved is seen, mistakes lie over the last good site, and nobody else on the net reads along."""

from __future__ import annotations

import asyncio
import ctypes
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.browser.programs import CHROMIUM_FLAGS, MissingProgramError, find_chromium
from tests.incremental.small_site import ROOT, TODAY, make_site, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C can't be sent to one process on Windows")

TAG = re.compile(r'<script src="/__preview\.js" data-serial="(\d+)" data-problems="([^"]*)" defer></script>')
# Far more than a build takes, for a machine that does much else; no test sleeps so long when all is well.
PATIENCE = 10.0
# Ending waits ten seconds at most for a build in hand.
PATIENCE_AT_END = 30.0


def page_text(title: str, *paragraphs: str) -> str:
    """A page as an editor writes it."""
    return f"---\ntitle: {title}\ndescription: En sida i exemplet.\n---\n" + "\n\n".join(paragraphs) + "\n"


@dataclass
class Preview:
    """A running preview of the campaign in `root`, and all that it has said."""

    root: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self.listener = threading.Thread(target=self._listen, daemon=True)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.said.append(line)

    @property
    def content(self) -> Path:
        return self.root / "content" / "sv"

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Ask as a browser does, but for `path` word for word: nobody tidies it on the way."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def text(self, path: str) -> str:
        return self.get(path)[1].decode()

    def serial(self) -> int:
        found = TAG.search(self.text("/"))
        assert found
        return int(found[1])

    def settled(self) -> int:
        """Wait until no build has ended for a second; return the serial number.

        A page is served anew the moment that it is published, and the build that published it ends a little later.
        """
        serial, since = self.serial(), time.monotonic()
        while time.monotonic() < since + 1:
            time.sleep(0.05)
            if (now := self.serial()) != serial:
                serial, since = now, time.monotonic()
        return serial

    def problems(self, path: str = "/") -> str:
        found = TAG.search(self.text(path))
        assert found
        return found[2]

    def shows(self, path: str, text: str) -> bool:
        return text in self.text(path)

    def files(self) -> dict[str, bytes]:
        """Every published file."""
        folder = self.root / "output"
        return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}

    def socket(self, **headers: str) -> Any:
        return websocket_connect(HTTPRequest(f"ws://127.0.0.1:{self.port}/livereload", headers=headers))

    def interrupt(self) -> int:
        """Press Ctrl+C, which a terminal sends to all processes in it; return the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.ended()

    def ended(self) -> int:
        """Wait for the end that was asked for; return the exit code."""
        code = self.process.wait(PATIENCE_AT_END)
        self.listener.join(PATIENCE)
        return code


def start(root: Path, port: int = 0) -> Preview:
    """Start the preview of `root`, at `port` or any free one."""
    options = ["--site", str(root), "--port", str(port or free_port()), "--lang", "en", "--date", TODAY.isoformat()]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "microsite", "serve", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
    )
    preview = Preview(root, process)
    preview.listener.start()
    return preview


@contextmanager
def running(root: Path, port: int = 0) -> Iterator[Preview]:
    """Run the preview while the block lasts, and end it whatever becomes of the block."""
    preview = start(root, port)
    try:
        yield preview
    finally:
        end(preview)


def ready(preview: Preview, seconds: float = 30) -> Preview:
    """Wait for the address that the preview says."""

    def address() -> bool:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", "".join(list(preview.said)))
        preview.port = int(found[1]) if found else 0
        return preview.port > 0

    until(address, seconds)
    return preview


def end(preview: Preview) -> None:
    """End the preview. Nothing that a test did may have brought a traceback, or another end than the good one."""
    try:
        code = preview.interrupt() if preview.process.poll() is None else preview.process.returncode
    finally:
        preview.process.kill()
        preview.process.wait()
    said = "".join(preview.said)
    assert code == 0, said
    assert "Traceback" not in said, said


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until `true`, and fail where it does not come to be."""
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, f"not so within {seconds} s"
        time.sleep(0.01)


def make_small(root: Path) -> Path:
    """The small campaign with one partner and without badges and downloads: those are for other tests."""
    make_site(root)
    shutil.rmtree(root / "templates")  # Those of the checkout serve as well, and fewer files are copied.
    write(root / "partners.yaml", (root / "partners.yaml").read_text("utf-8").split("\n\n")[0] + "\n")
    settings = root / "content" / "site.yaml"
    write(settings, settings.read_text("utf-8") + "badges: no\nposter-downloads: no\n")
    return root


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small campaign, built."""
    root = make_small(tmp_path_factory.mktemp("forhandsvisning") / "kampanj")
    command = [sys.executable, "-P", "-m", "microsite", "--site", str(root), "--date", TODAY.isoformat()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="module")
def shared(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview for tests that leave the campaign as they found it, or add pages of their own."""
    root = tmp_path_factory.mktemp("delad") / "kampanj"
    shutil.copytree(built, root)
    with running(root) as preview:
        yield ready(preview)


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Iterator[Preview]:
    """A preview of the test's own."""
    shutil.copytree(built, tmp_path / "kampanj")
    with running(tmp_path / "kampanj") as preview:
        yield ready(preview)


# -- who is let in


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers at every address of 127/8")
def test_listens_on_loopback_only(shared: Preview) -> None:
    """A server bound to every address would answer at 127.0.0.2 too."""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", shared.port), timeout=2)


@pytest.mark.parametrize(
    "host", ["kampanj.example", "127.0.0.1.kampanj.example:{port}", "localhost.example", "[::2]", "0"]
)
def test_foreign_host_is_refused(shared: Preview, host: str) -> None:
    """A name that someone else points at this machine must not open an unpublished draft."""
    for path in ("/", "/om/", "/__preview.js", "/finns-inte"):
        status, body = shared.get(path, Host=host.format(port=shared.port))
        assert status == 403
        assert b"Exempelkampanjen" not in body


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "localhost", "[::1]:{port}"])
def test_own_names_are_served(shared: Preview, host: str) -> None:
    assert shared.get("/", Host=host.format(port=shared.port))[0] == 200


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://kampanj.example", "127.0.0.1"),
        ("http://127.0.0.1.kampanj.example", "127.0.0.1"),
        ("null", "127.0.0.1"),
        ("http://kampanj.example", "kampanj.example"),
        # Another server on this machine is another site.
        ("http://localhost:1", "127.0.0.1"),
    ],
)
def test_foreign_origin_gets_no_socket(shared: Preview, origin: str, host: str) -> None:
    """What is told in the socket, problems with pieces of text, is for the preview's own pages only."""
    status, _ = shared.get(
        "/livereload",
        Origin=origin,
        Host=f"{host}:{shared.port}",
        Connection="Upgrade",
        Upgrade="websocket",
        **{"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="},
    )
    assert status == 403


def test_nothing_outside_the_site_is_served(shared: Preview) -> None:
    """No spelling of a path leads out of output/: not to the campaign, nor to a folder whose name only begins alike."""
    secret = b"bara-for-mig"
    for place in ("hemligt.txt", "output-kopia/hemligt.txt"):
        write(shared.root / place, secret.decode())
    (shared.root / "output" / "ut").symlink_to(shared.root, target_is_directory=True)
    full = str(shared.root / "hemligt.txt")
    for path in (
        "/../hemligt.txt",
        "/%2e%2e/hemligt.txt",
        "/..%2fhemligt.txt",
        "/stil/../../hemligt.txt",
        "/..%5chemligt.txt",
        "/../output-kopia/hemligt.txt",
        f"/{full}",
        f"//{full}",
        f"/%2f{full}",
        "/ut/hemligt.txt",
        "/hemligt.txt%00.html",
    ):
        status, body = shared.get(path)
        assert status == 404, path
        assert secret not in body, path
    (shared.root / "output" / "ut").unlink()


def test_odd_addresses_get_the_sites_own_answer(shared: Preview) -> None:
    """Whatever is asked for, a person sees the site's page for what isn't there, and the terminal stays quiet."""
    for path in ("/finns-inte/", "/" + "a" * 400, "/%ff%fe", "/a%0d%0ab", "/om/index.html/x"):
        status, body = shared.get(path)
        assert status == 404, path
        assert TAG.search(body.decode()), path
    assert shared.get("/om")[0] in {301, 302}


# -- what is served


@pytest.mark.parametrize(
    ("asked", "status", "answer"),
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=0-99", 206, b"0123456789"),
        ("bytes=10-", 416, b""),
        ("bytes=-", 200, b"0123456789"),
        ("rows=1-2", 200, b"0123456789"),
    ],
)
def test_a_film_comes_in_the_parts_asked_for(shared: Preview, asked: str, status: int, answer: bytes) -> None:
    """Some browsers ask for a film's first bytes, and play none where they are not given just those."""
    film = shared.root / "output" / "prov.mp4"
    film.write_bytes(b"0123456789")
    try:
        assert shared.get("/prov.mp4", Range=asked) == (status, answer)
    finally:
        film.unlink()


def test_the_style_guide_shows_every_component(shared: Preview) -> None:
    """Each in its states, in the site's style, from right to left too; in the preview only, and no stranger's page."""
    status, page = shared.get("/__stilguide/")
    assert status == 200
    text = page.decode()
    names = sorted(path.parent.name for path in (ROOT / "templates/components").glob("*/examples.yaml"))
    assert re.findall(r'href="/__stilguide/([\w-]+)/\?lang=sv"', text) == names
    assert "--on-band" in text
    sheet = re.search(r'href="(/stil/site\.\w+\.css)"', text)
    assert sheet is not None
    assert shared.get(sheet[1])[0] == 200
    for name in names:
        status, page = shared.get(f"/__stilguide/{name}/?lang=ar")
        assert status == 200, name
        assert b'dir="rtl"' in page
        assert b"guide__stage" in page, page[-300:]
    assert shared.get("/__stilguide/finns-inte/")[0] == 404
    assert not list((shared.root / "output").rglob("*stilguide*"))


def test_every_page_carries_the_script_and_nothing_else_is_touched(shared: Preview) -> None:
    """Pages differ from the published files by one script element; all else is served byte for byte."""
    for out, data in shared.files().items():
        if out.startswith(".") or out == "404.html":
            continue
        path = "/" + out.removesuffix("index.html")
        status, body = shared.get(path)
        assert status == 200, path
        if out.endswith(".html"):
            text = body.decode()
            assert len(TAG.findall(text)) == 1, path
            assert TAG.sub("", text) == data.decode(), path
        else:
            assert body == data, path


# -- what is saved is seen


def test_a_save_is_built_and_told(shared: Preview) -> None:
    """An open page is told of a build with a new number, once, and one that shows an older build is told at once."""

    async def talk() -> None:
        before = shared.settled()
        current, old = await shared.socket(Origin=f"http://127.0.0.1:{shared.port}"), await shared.socket()
        await hello(current, before)
        await hello(old, before - 1)
        assert (await told(old))["serial"] == before
        write(shared.content / "beratta.md", page_text("Berätta", "Nu står det här."))
        message = await told(current)
        assert message["command"] == "reload"
        assert message["serial"] > before
        assert message["problems"] == ""
        assert "Nu står det här." in shared.text("/beratta/")
        assert shared.serial() == message["serial"]
        current.close()
        old.close()

    asyncio.run(talk())


async def hello(connection: WebSocketClientConnection, serial: int) -> None:
    """Greet as the page does; livereload greets back."""
    await connection.write_message(json.dumps({"command": "hello", "protocols": [], "serial": serial}))
    assert (await told(connection))["command"] == "hello"


async def told(connection: WebSocketClientConnection) -> dict[str, Any]:
    message = await asyncio.wait_for(connection.read_message(), PATIENCE)
    assert message is not None
    answer: dict[str, Any] = json.loads(message)
    return answer


def test_a_burst_of_saves_is_few_builds(shared: Preview) -> None:
    """Twenty saves at once in five files are built a few times, and every file's last words are served."""
    names = [f"skur-{n}" for n in range(5)]
    for name in names:
        write(shared.content / f"{name}.md", page_text(name, "Gång 0."))
    until(lambda: all(shared.shows(f"/{name}/", "Gång 0.") for name in names))
    before = shared.settled()
    for turn in range(1, 5):
        for name in names:
            write(shared.content / f"{name}.md", page_text(name, f"Gång {turn}."))
    until(lambda: all(shared.shows(f"/{name}/", "Gång 4.") for name in names))
    assert shared.serial() - before <= 4


def test_a_new_file_with_an_old_time_is_seen(shared: Preview) -> None:
    """A copied file keeps the time it had where it came from."""
    aside = shared.root / "gammal.md"
    write(aside, page_text("Gammal", "Skriven för länge sedan."))
    os.utime(aside, (1_000_000_000, 1_000_000_000))
    aside.replace(shared.content / "gammal.md")
    until(lambda: shared.shows("/gammal/", "Skriven för länge sedan."))


def test_an_old_time_over_a_new_file_is_seen(shared: Preview) -> None:
    """Someone brings last week's version back, of the same length."""
    file = shared.content / "tillbaka.md"
    write(file, page_text("Tillbaka", "Denna vecka."))
    until(lambda: shared.shows("/tillbaka/", "Denna vecka."))
    aside = shared.root / "tillbaka.md"
    write(aside, page_text("Tillbaka", "Förra vecka."))
    os.utime(aside, (1_000_000_000, 1_000_000_000))
    aside.replace(file)
    until(lambda: shared.shows("/tillbaka/", "Förra vecka."))


def test_a_deleted_file_goes(shared: Preview) -> None:
    write(shared.content / "bort.md", page_text("Bort", "Snart borta."))
    until(lambda: shared.shows("/bort/", "Snart borta."))
    (shared.content / "bort.md").unlink()
    until(lambda: shared.get("/bort/")[0] == 404)
    until(lambda: not (shared.root / "output" / "bort").exists())


def test_a_renamed_folder_moves_its_pages(shared: Preview) -> None:
    """And pages saved in the folder afterwards are seen: it is watched under its new name."""
    for name in ("ett", "tva"):
        write(shared.content / "tema" / f"{name}.md", page_text(name, "I en mapp."))
    until(lambda: all(shared.get(f"/tema/{name}/")[0] == 200 for name in ("ett", "tva")))
    (shared.content / "tema").rename(shared.content / "amne")
    until(lambda: all(shared.get(f"/amne/{name}/")[0] == 200 for name in ("ett", "tva")))
    # New pages are put up before old ones are taken down: for a moment both are there.
    until(lambda: all(shared.get(f"/tema/{name}/")[0] == 404 for name in ("ett", "tva")))
    write(shared.content / "amne" / "ett.md", page_text("ett", "Under nytt namn."))
    until(lambda: shared.shows("/amne/ett/", "Under nytt namn."))


def test_a_folder_laid_in_place_of_another_is_still_watched(own: Preview) -> None:
    """A whole content/ swapped for a copy, as a sync program does; what is saved in the copy afterwards is seen."""
    shutil.copytree(own.root / "content", own.root / "kopia")
    (own.root / "content").rename(own.root / "undan")
    (own.root / "kopia").rename(own.root / "content")
    write(own.content / "kopia.md", page_text("Kopia", "I kopian."))
    until(lambda: own.shows("/kopia/", "I kopian."))


def test_partners_and_settings_are_watched(own: Preview) -> None:
    partners = own.root / "partners.yaml"
    write(partners, partners.read_text("utf-8").replace("Exempelbageriet", "Exempelkonditoriet"))
    until(lambda: own.shows("/", "Exempelkonditoriet"))
    settings = own.root / "content" / "site.yaml"
    write(settings, settings.read_text("utf-8").replace("Vi står tillsammans.", "Vi står kvar."))
    until(lambda: own.shows("/", "Vi står kvar."))


def test_a_new_base_address_is_followed(own: Preview) -> None:
    """The site moves to a sub-path and back; its pages are found where their own links say, without a new start."""
    settings = own.root / "content" / "site.yaml"
    before = settings.read_text("utf-8")
    write(settings, before.replace("https://kampanj.example/", "https://kampanj.example/en/kampanj/"))
    until(lambda: own.get("/en/kampanj/om/")[0] == 200)
    style = re.search(r'<link rel="stylesheet" href="([^"]+)"', own.text("/en/kampanj/om/"))
    assert style
    assert own.get(style[1])[0] == 200
    write(settings, before)
    until(lambda: own.get("/om/")[0] == 200)


def test_a_save_while_a_build_runs_is_not_lost(shared: Preview) -> None:
    """Forty saves at moments of their own; it is the last that comes to be served, and that goes on being so."""
    dice = random.Random(40)
    for turn in range(40):
        write(shared.content / "ofta.md", page_text("Ofta", f"Gång {turn:02d}."))
        time.sleep(dice.uniform(0.005, 0.2))
    until(lambda: shared.shows("/ofta/", "Gång 39."))
    shared.settled()
    assert shared.shows("/ofta/", "Gång 39.")


def test_a_save_while_the_first_build_runs_is_not_lost(tmp_path: Path) -> None:
    """The first build of all takes its time, and people begin to write meanwhile."""
    root = make_small(tmp_path / "kampanj")
    with running(root) as preview:
        # The texts have been read by the time that something is made.
        until(lambda: any((root / ".cache" / "objects").glob("*/*")), 30)
        write(root / "content" / "sv" / "om.md", page_text("Om oss", "Skrivet under första bygget."))
        assert not preview.said, "the first build was over already"
        ready(preview)
        until(lambda: preview.shows("/om/", "Skrivet under första bygget."))


@pytest.mark.parametrize("way", ["in place", "aside", "via backup"])
def test_every_way_of_saving_is_seen(shared: Preview, way: str) -> None:
    """Editors write in place, write aside and put in place, or move the old file away first."""
    file = shared.content / "redigerare.md"
    for turn in range(3):
        text = page_text("Redigerare", f"{way} {turn}.")
        if way == "in place":
            with file.open("w", encoding="utf-8") as handle:
                for piece in re.findall(r"(?s).{1,9}", text):
                    handle.write(piece)
                    handle.flush()
        elif way == "aside":
            write(file.with_name(".redigerare.md.tmp"), text)
            file.with_name(".redigerare.md.tmp").replace(file)
        else:
            if file.exists():
                file.replace(file.with_name("redigerare.md~"))
            write(file, text)
        until(lambda turn=turn: shared.shows("/redigerare/", f"{way} {turn}."))  # type: ignore[misc]
        # Half a file may have been read before, and what is told of it lasts until the build of the whole has ended.
        until(lambda: shared.problems() == "")


def test_editors_litter_is_no_content(shared: Preview) -> None:
    """Backups, locks and trial files beside a text bring no build that is told, no page and no problem."""
    before, said = shared.settled(), len(shared.said)
    names = ("om.md~", ".om.md.swp", "#om.md#", "4913", "~$om.docx", ".DS_Store")
    for name in names:
        write(shared.content / name, "bara skräp")
    (shared.content / ".#om.md").symlink_to("nagon@dator.1234")
    time.sleep(1.5)
    try:
        assert shared.serial() == before
        assert shared.problems() == ""
        assert shared.said[said:] == []
    finally:
        for name in (*names, ".#om.md"):
            (shared.content / name).unlink()


# -- mistakes


def test_a_mistake_lies_over_the_last_good_site(own: Preview) -> None:
    """A mistake is told on every page, the site stays as it was to the byte, and mending takes the words away."""
    before, good = own.files(), (own.content / "om.md").read_text("utf-8")
    write(own.content / "om.md", good.replace("title: Om oss", "titel: Om oss"))
    until(lambda: own.problems() != "")
    for path in ("/", "/om/", "/en/", "/finns-inte"):
        assert "content/sv/om.md" in own.problems(path)
    assert own.files() == before
    serial = own.settled()
    write(own.content / "om.md", good)
    until(lambda: own.problems() == "")
    assert own.serial() > serial
    assert own.files() == before


def test_a_second_mistake_replaces_the_first(shared: Preview) -> None:
    """One mended, another made: what is shown is what is wrong now."""
    one, other = shared.content / "fel-ett.md", shared.content / "fel-tva.md"
    write(one, "ingen rubrik")
    until(lambda: "sv/fel-ett.md" in shared.problems())
    write(other, "ingen rubrik")
    until(lambda: "sv/fel-tva.md" in shared.problems())
    one.unlink()
    until(lambda: "sv/fel-ett.md" not in shared.problems() and "sv/fel-tva.md" in shared.problems())
    other.unlink()
    until(lambda: shared.problems() == "")


# -- starting and ending


def test_ctrl_c_ends_well(own: Preview) -> None:
    """Also in the middle of a build: exit code 0, a word, no traceback, and a site that the next build completes."""
    for turn in range(30):
        write(own.content / f"sist-{turn}.md", page_text(f"Sist {turn}", "Precis före slutet."))
    time.sleep(0.05)
    assert own.interrupt() == 0
    assert own.said[-1] == "The preview has ended.\n"
    command = [sys.executable, "-P", "-m", "microsite", "--site", str(own.root), "--date", TODAY.isoformat()]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
    assert all((own.root / "output" / f"sist-{turn}" / "index.html").is_file() for turn in range(30))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets one signal a thread of another process")
def test_ctrl_c_is_heard_by_whichever_thread(own: Preview) -> None:
    """Also when nothing else happens that would wake the server: its own thread may be about to fall asleep."""
    time.sleep(0.5)
    # Numbers begin anew when they run out: the highest is not always another thread's than the first.
    threads = {int(task.name) for task in Path(f"/proc/{own.process.pid}/task").iterdir()}
    another = max(threads - {own.process.pid})
    tgkill = {"x86_64": 234, "aarch64": 131}[os.uname().machine]
    assert ctypes.CDLL(None).syscall(tgkill, own.process.pid, another, int(signal.SIGINT)) == 0
    assert own.ended() == 0
    assert own.said[-1] == "The preview has ended.\n"


def test_ctrl_c_in_the_middle_of_pictures_ends_well(own: Preview) -> None:
    """Also while other processes draw: they keep quiet, and the pictures not yet begun are left."""
    objects = own.root / ".cache" / "objects"
    before = len(list(objects.glob("*/*")))
    settings = own.root / "content" / "site.yaml"
    widths = ", ".join(map(str, range(61, 121)))
    write(settings, settings.read_text("utf-8").replace("poster-widths: [60, 100]", f"poster-widths: [{widths}]"))
    until(lambda: len(list(objects.glob("*/*"))) > before + 10)
    assert own.interrupt() == 0
    assert "Traceback" not in "".join(own.said)


def test_a_taken_port_is_passed_by(built: Path, tmp_path: Path) -> None:
    """The next free one is taken and said, and what already listens there is left alone."""
    shutil.copytree(built, tmp_path / "kampanj")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(tmp_path / "kampanj", port) as preview:
            assert port < ready(preview).port < port + 20
            assert preview.get("/")[0] == 200


def test_each_run_has_numbers_of_its_own(own: Preview) -> None:
    """A page left open over a new start must not take the new run's number for the one it shows."""
    before = own.serial()
    assert own.interrupt() == 0
    with running(own.root, own.port) as again:
        assert ready(again).serial() != before


# -- in a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    try:
        program = find_chromium()
    except MissingProgramError as missing:
        if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1000, "height": 700})
    opened.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    yield opened
    opened.close()


@pytest.mark.browser
def test_the_page_reloads_where_one_was(shared: Preview, page: Page) -> None:
    """Every save is seen without a hand on the browser, and the page stays scrolled to where one reads."""
    many = [f"Stycke {n}." for n in range(60)]
    write(shared.content / "lang.md", page_text("Lång", *many))
    until(lambda: shared.get("/lang/")[0] == 200)
    page.goto(f"http://127.0.0.1:{shared.port}/lang/")
    # A page that is loaded anew by the save before is scrolled once more: what waits lives through that.
    page.wait_for_function("(scrollTo({top: 900, behavior: 'instant'}), Math.abs(scrollY - 900) < 2)")
    for turn in range(3):
        many[59] = f"Ändrat för gång {turn}."
        write(shared.content / "lang.md", page_text("Lång", *many))
        expect(page.get_by_text(many[59])).to_be_attached()
        page.wait_for_function("Math.abs(scrollY - 900) < 2")


@pytest.mark.browser
def test_problems_are_shown_and_go_away(shared: Preview, page: Page) -> None:
    """The problem is announced over the page as it was; a page opened meanwhile has it too; mended, it is gone."""
    write(shared.content / "fel.md", page_text("Fel", "Allt väl."))
    until(lambda: shared.get("/fel/")[0] == 200)
    page.goto(f"http://127.0.0.1:{shared.port}/fel/")
    alert = page.locator("aside[role=alert]")
    expect(alert).to_have_count(0)
    write(shared.content / "fel.md", page_text("Fel", "Nu blev det [fel](finns-inte.md)."))
    expect(alert).to_contain_text("content/sv/fel.md")
    expect(alert).to_be_in_viewport()
    expect(page.get_by_text("Allt väl.")).to_be_visible()
    page.goto(f"http://127.0.0.1:{shared.port}/om/")
    expect(alert).to_contain_text("content/sv/fel.md")
    page.goto(f"http://127.0.0.1:{shared.port}/fel/")
    write(shared.content / "fel.md", page_text("Fel", "Väl igen."))
    expect(page.get_by_text("Väl igen.")).to_be_visible()
    expect(alert).to_have_count(0)


@pytest.mark.browser
def test_the_page_finds_the_preview_again(own: Preview, page: Page) -> None:
    """A page left open over a new start shows what was written in between."""
    page.goto(f"http://127.0.0.1:{own.port}/om/")
    page.wait_for_timeout(300)
    assert own.interrupt() == 0
    write(own.content / "om.md", page_text("Om oss", "Skrivet medan ingen såg på."))
    with running(own.root, own.port) as again:
        assert ready(again).port == own.port
        expect(page.get_by_text("Skrivet medan ingen såg på.")).to_be_visible()
