"""No published file carries more than it shows: no place, no camera, no name, no comment, no history of its making."""

from __future__ import annotations

from microsite.checks.pages import Published
from microsite.problem import Problems, Span
from microsite.traces import FORMATS, traces_in


def check(published: Published, problems: Problems) -> None:
    """Refuse to publish a file with traces. Only what was made in this build is read: the rest was, when it was made.

    Our recipes leave none, so one that is found is a fault of ours, or of a library's new version.
    """
    for out, artifact in published.artifacts.items():
        if artifact.reason and out.rpartition(".")[2].lower() in FORMATS:
            found = traces_in(out, published.read(artifact))
            if found:
                origin = published.origins.get(out) or f"output/{out}"
                problems.error("trace-left", Span(origin), out=out, what=", ".join(found[:4]))
