"""`build.py` alone: from a bare folder to the engine, in every way that can go wrong on the way there."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ENGINE = """
import json, os, sys
print(json.dumps({
    "args": sys.argv[1:], "cwd": os.getcwd(), "prefix": sys.prefix, "utf8": sys.flags.utf8_mode,
    "yaml": "yaml" in sys.modules, "path": sys.path,
}))
sys.exit(7)
"""


class Place:
    """A checkout whose lock names nothing (so no network is needed), with an engine that tells how it was called."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "microsite").mkdir(parents=True)
        (root / "microsite" / "__init__.py").touch()
        self.write("microsite/__main__.py", ENGINE)
        self.write("requirements.lock", "# nothing\n")
        self.write("requirements-test.lock", "# nothing for tests\n")
        shutil.copy(ROOT / "build.py", root)

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8", newline="\n")

    def run(
        self, *args: str, cwd: Path | None = None, before: str = "", flags: tuple[str, ...] = (), **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run build.py; `before` is Python to run first in the same process."""
        build = str(self.root / "build.py")
        start = [build]
        if before:
            then = f"sys.argv[:] = [{build!r}, *sys.argv[1:]]; runpy.run_path({build!r}, run_name='__main__')"
            start = ["-c", f"import sys, runpy; {before}; {then}"]
        return subprocess.run(
            [sys.executable, *flags, *start, *args],
            cwd=cwd or self.root,
            env=os.environ | environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def stamp(self, lock: str = "requirements.lock") -> Path:
        return self.root / ".venv" / f"{lock}.installed"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place in a folder with a space and an å, whose .venv has been made."""
    place = Place(tmp_path_factory.mktemp("bygge") / "mapp på svenska")
    done = place.run()
    assert done.returncode == 7, done.stderr
    assert "Det görs en gång" in done.stderr
    assert "done once" in done.stderr
    return place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "rot")


def test_it_hands_over_arguments_exit_code_and_cwd(made: Place, tmp_path: Path) -> None:
    done = made.run("build", "två ord", "--x", cwd=tmp_path)
    assert done.returncode == 7
    assert done.stderr == "", "nothing to prepare, nothing to say"
    said = json.loads(done.stdout)
    assert said["args"] == ["build", "två ord", "--x"]
    assert Path(said["cwd"]) == tmp_path
    assert Path(said["prefix"]) == made.root / ".venv"
    assert said["utf8"] == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_another_way_to_the_same_folder_installs_nothing(made: Place, tmp_path: Path) -> None:
    (tmp_path / "genväg").symlink_to(made.root, target_is_directory=True)
    done = subprocess.run([sys.executable, tmp_path / "genväg" / "build.py"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (7, b"")


def test_other_modules_do_not_get_in(made: Place, tmp_path: Path) -> None:
    """Neither the folder that one stands in nor PYTHONPATH can put its own `microsite` or `json` in place of ours."""
    for name in ("microsite", "json", "yaml"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong one')")
    done = made.run(cwd=tmp_path, PYTHONPATH=str(tmp_path), LC_ALL="C")
    assert done.returncode == 7, done.stderr
    assert str(tmp_path) not in json.loads(done.stdout)["path"]


def test_it_imports_nothing_while_the_stamp_matches(made: Place) -> None:
    def imported(done: "subprocess.CompletedProcess[str]") -> set[str]:
        return set(re.findall(r"\| +(\S+)$", done.stderr, re.MULTILINE))

    bare = subprocess.run([sys.executable, "-X", "importtime", "-c", ""], capture_output=True, text=True, check=True)
    ours = imported(made.run(flags=("-X", "importtime")))
    extra = ours - imported(subprocess.CompletedProcess([], 0, "", bare.stderr))
    assert ours, "the import times were printed"
    assert extra <= ({"signal", "subprocess"} if os.name == "nt" else set())


@pytest.mark.long
def test_a_changed_lock_is_installed_anew(made: Place) -> None:
    left = made.root / ".venv" / "left-behind"
    left.touch()
    made.write("requirements.lock", "# nothing, in other words\n")
    done = made.run()
    assert done.returncode == 7, done.stderr
    assert "requirements.lock" in done.stderr
    assert not left.exists(), "what the new lock does not name is gone"
    assert "in other words" in made.stamp().read_text(encoding="utf-8")


@pytest.mark.long
def test_a_venv_whose_python_is_gone_is_made_anew(made: Place) -> None:
    """As after an upgrade of the system's Python: the stamp matches, and there is nothing to start."""
    python = made.root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python.unlink()
    assert made.run().returncode == 7


def test_the_test_lock_goes_in_for_test_only(made: Place) -> None:
    made.run("build")
    assert not made.stamp("requirements-test.lock").exists()
    done = made.run("test")
    assert done.returncode == 7
    assert "requirements-test.lock" in done.stderr
    assert made.run("test").stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="holds the lock with fcntl")
def test_the_second_of_two_waits_says_so_and_finds_it_done(made: Place) -> None:
    holder = textwrap.dedent(f"""
        import fcntl, sys
        with open({str(made.root / ".venv.lock")!r}, "ab") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            print("held", flush=True)
            sys.stdin.read()
    """)
    key = made.stamp().read_bytes()
    made.stamp().unlink()
    with subprocess.Popen([sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        assert first.stdout.readline().strip() == b"held"
        command = [sys.executable, str(made.root / "build.py")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as second:
            assert second.stderr is not None
            assert "väntar på den" in second.stderr.readline().decode()
            time.sleep(0.3)
            assert second.poll() is None
            made.stamp().write_bytes(key)
            first.stdin.close()
            rest = second.communicate()[1].decode()
            assert second.returncode == 7
            assert "requirements.lock" not in rest, "what the first has installed is not installed again"


@pytest.mark.long
def test_two_at_once_both_come_through(place: Place) -> None:
    """In a place where an earlier one was killed half-way, too."""
    (place.root / ".venv" / "bin").mkdir(parents=True)
    (place.root / ".venv" / "half").touch()
    command = [sys.executable, str(place.root / "build.py")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    told = [one.communicate()[1].decode() for one in both]
    assert [one.returncode for one in both] == [7, 7], told
    assert sum("requirements.lock" in text for text in told) == 1, "only one of them installs"
    assert not (place.root / ".venv" / "half").exists()


@pytest.mark.long
def test_without_network_it_says_so_in_two_languages(place: Place) -> None:
    place.write("requirements.lock", f"finns-inte==1.0 --hash=sha256:{'0' * 64}\n")
    done = place.run(
        PIP_INDEX_URL="http://127.0.0.1:9/", PIP_RETRIES="0", PIP_CONFIG_FILE=os.devnull, PIP_FIND_LINKS=""
    )
    assert done.returncode == 1
    assert "Kontrollera nätet" in done.stderr
    assert "Check the network" in done.stderr
    assert "Traceback" not in done.stderr
    assert not place.stamp().exists()


def test_without_ensurepip_it_names_the_package(place: Place) -> None:
    done = place.run(before="sys.modules['ensurepip'] = None")
    assert done.returncode == 1
    assert "sudo apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_python_is_told_what_is_needed(place: Place) -> None:
    done = place.run(before="sys.version_info = (3, 6, 9)")
    assert done.returncode == 1
    assert "Python 3.11 eller nyare behövs; det här är 3.6.9." in done.stderr
    assert "Python 3.11 or newer is needed; this is 3.6.9." in done.stderr
    assert not (place.root / ".venv").exists()


def test_it_parses_on_python_3_6() -> None:
    """Annotations too: `list[str]` is an error there unless it is a string."""
    tree = ast.parse((ROOT / "build.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    names = [
        argument.annotation for node in ast.walk(tree) if isinstance(node, ast.arguments) for argument in node.args
    ]
    assert all(isinstance(name, ast.Name | ast.Constant) for name in names)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_locks_are_whole(name: str) -> None:
    """Each package has one exact version and its hashes; no address and no index; what is asked for is there."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.findall(
        r"^([a-z0-9._-]+)==(\S+)(?: ;[^\\\n]*)? \\\n((?:    --hash=\S+(?: \\)?\n)+)", text, re.MULTILINE
    )
    packages = [package for package, _version, _hashes in entries]
    assert len(packages) == len(set(packages)) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    wanted = re.findall(
        r"^([a-z0-9-]+)", (ROOT / name.replace(".lock", ".in")).read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(wanted) <= set(packages)


def test_the_two_locks_agree() -> None:
    def versions(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    run, test = versions("requirements.lock"), versions("requirements-test.lock")
    assert {name: run[name] for name in run.keys() & test.keys()} == {
        name: test[name] for name in run.keys() & test.keys()
    }
