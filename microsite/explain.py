"""Why a file was or was not made again, by the same code that computes its key."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field

from microsite.key import Parts, difference
from microsite.pipeline import Order, Session
from microsite.problem import Problem, Problems


@dataclass
class Answer:
    """What is known of one output file. `why` is "" when it is current; `last` is why it was last made."""

    out: str
    parts: Parts = ()
    why: str = ""
    last: str = ""
    never: bool = False
    near: str = ""
    problems: list[Problem] = field(default_factory=list)


def explain(order: Order, out: str) -> Answer:
    """Return the answer for `out`, a path below output/ (a folder stands for its index.html)."""
    session = Session(order)
    sources = session.read_sources(order)
    session.is_current(order, sources)
    problems = Problems()
    site = session.load(order, sources, problems)
    targets = {t.out: t for t in session.plan(site, sources, problems)} if site else {}
    if problems.failed:
        return Answer(out, problems=problems.sorted())
    name = out if out in targets else f"{out.strip('/')}/index.html".lstrip("/")
    target = targets.get(name)
    if target is None:
        near = difflib.get_close_matches(out, list(targets), 1, 0.5)
        return Answer(out, near=near[0] if near else "")
    records = session.store.load_records()
    needs = {need: records[need][1] if need in records else "?" for need in target.needs}
    needs |= {out: str(records[out][2]) if out in records else "?" for out in target.weighs}
    assert session.keys is not None
    parts = session.keys.parts_of(target, needs)
    record = records.get(name)
    if record is None:
        return Answer(name, parts[0] + parts[1], never=True)
    return Answer(name, parts[0] + parts[1], difference(record[3], parts), record[4])
