"""What all tests share: Hypothesis's settings, the built campaign, and a loud word about what was not checked."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from microsite.store import locked

ROOT = Path(__file__).parents[1]

# In CI the same examples each time: a run that fails must fail again for whoever looks into it.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


# In a shell's background Ctrl-C is ignored, and would be so by all that the tests start, and then press it at.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        skip = pytest.mark.skip(reason="long; run with --long")
        for item in items:
            if "long" in item.keywords:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign itself, built once from a copy, so that nobody's own output/ is touched. All workers share it."""
    base = tmp_path_factory.getbasetemp()
    copy = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "kampanj"
    with locked(copy, lambda: None):
        if not (copy / "done").is_file():
            for name in ("content", "templates", "assets"):
                shutil.copytree(ROOT / name, copy / name, dirs_exist_ok=True)
            for file in ROOT.glob("*.yaml"):
                shutil.copy(file, copy)
            build_campaign(copy)
            (copy / "done").touch()
    return copy / "output"


def build_campaign(root: Path) -> Path:
    """Build the campaign in `root` and give its output folder. The one place that knows how the tests call a build."""
    command = [sys.executable, "-m", "microsite", "build", "--site", str(root)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"the campaign does not build:\n{done.stdout}{done.stderr}"
    return root / "output"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = {
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and "browser" in report.keywords
    }
    if reasons:
        terminalreporter.section("NOT CHECKED", red=True, bold=True)
        for reason in sorted(reasons):
            terminalreporter.line(reason, red=True)
