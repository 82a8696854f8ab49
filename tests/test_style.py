"""The code is as the tools want it: formatted, linted, and typed."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ["build.py", "microsite", "tests", "tools", "bench"]


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", *FOLDERS], ["ruff", "format", "--check", *FOLDERS], ["mypy"]],
    ids=["lint", "format", "types"],
)
def test_the_tools_find_nothing(command: list[str]) -> None:
    """ruff and mypy, with the settings of pyproject.toml, have nothing to say."""
    done = subprocess.run([sys.executable, "-P", "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
