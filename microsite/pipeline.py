"""The build, top to bottom: sources → load → plan → make → check → commit."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from microsite.problem import REMINDERS, Problem, Problems, Span
from microsite.source import Source, SourceChangedError, StatCache, digest_of, read_tree
from microsite.store import Memo, Record, Store, locked, sweep

if TYPE_CHECKING:
    from microsite.commit import Output
    from microsite.key import Engine, Keys
    from microsite.make import Made
    from microsite.model import Site
    from microsite.planning import Context
    from microsite.standing import Plan
    from microsite.target import Artifact, Target

ENGINE = Path(__file__).resolve().parent.parent
Progress = Callable[[int, int, str], None]


# What came of a commit that there was none of.
_NOT_PUBLISHED = (-1, -1)


def _silent(_done: int, _total: int, _what: str) -> None:
    pass


@dataclass(frozen=True)
class Order:
    """What is asked of a build. `publish` is False for `check`; `today` decides what is public and what is overdue."""

    root: Path
    today: dt.date
    publish: bool = True
    strict: bool = False
    cores: int = 0
    output: Path | None = None
    cache: Path | None = None
    progress: Progress = _silent
    waiting: Callable[[], None] = lambda: None
    # Called as soon as the site is published, before what was learnt is written down.
    published: Callable[[], None] = lambda: None
    # Partners that a kit is made for though their entries ask for none.
    kits: tuple[str, ...] = ()
    # A preview writes down what it learnt when it has nothing else to do; see `Session.save`.
    lazy: bool = False

    @property
    def output_folder(self) -> Path:
        """Return the folder that is published to."""
        return self.output or self.root / "output"

    @property
    def cache_folder(self) -> Path:
        """Return the folder that remembers."""
        return self.cache or self.root / ".cache"


@dataclass
class Result:
    """What came of a build."""

    problems: list[Problem] = field(default_factory=list)
    artifacts: dict[str, Artifact] = field(default_factory=dict)
    # What a person would call the source of each.
    origins: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    runs: int = 0
    written: int = 0
    removed: int = 0
    pages: int = 0
    files: int = 0
    current: bool = False
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Tell whether anything forbade publishing."""
        return any(problem.level == "error" for problem in self.problems)


def build(order: Order, session: Session | None = None) -> Result:
    """Build the campaign in `order.root`. An error anywhere before the commit leaves output/ exactly as it was."""
    began = time.perf_counter()
    session = session or Session(order)
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(locked(order.cache_folder, order.waiting))
        except OSError as error:
            return Result([Problem("output-write", "error", Span(".cache"), (("what", _words(error)),))])
        for folder in (order.cache_folder, order.output_folder):
            sweep(folder)
        problems = Problems()
        sources: dict[str, Source] = {}
        made, changes = None, _NOT_PUBLISHED
        try:
            sources = session.read_sources(order)
            if session.is_current(order, sources):
                return session.unchanged(sources, began)
            held.enter_context(session.decoded_ahead(order, sources))
            site = session.load(order, sources, problems)
            targets = session.plan(site, sources, problems, anew=order.lazy, kits=order.kits) if site else []
            made = session.make(order, site, targets, sources, problems) if site and not problems.failed else None
            if site and made:
                session.check(site, sources, made, problems)
            strictly_wrong = order.strict and any(p.code not in REMINDERS for p in problems.items)
            if made and order.publish and not problems.failed and not strictly_wrong:
                changes = session.commit(order, made, problems)
                order.published()
        except SourceChangedError as error:
            problems.error("changed-meanwhile", Span(str(error)), path=str(error))
        except OSError as error:
            problems.error("file-unreadable", Span(_relative(error, order.root)), what=error.strerror or str(error))
        return session.finish(order, sources, made, problems, changes, began)


def load_site(order: Order) -> tuple[Site | None, list[Problem]]:
    """Return the campaign as it is read, and what was told of it. Nothing is planned, made or written."""
    session, problems = Session(order), Problems()
    try:
        return session.load(order, session.read_sources(order), problems), problems.sorted()
    except SourceChangedError as error:
        problems.error("changed-meanwhile", Span(str(error)), path=str(error))
    except OSError as error:
        problems.error("file-unreadable", Span(_relative(error, order.root)), what=error.strerror or str(error))
    return None, problems.sorted()


class Session:
    """What one build, or a preview's many, keeps in memory between the stages. Everything it knows is on disk too."""

    def __init__(self, order: Order) -> None:
        self.store = Store(order.cache_folder)
        self.state = self.store.load_state()
        self.keys: Keys | None = None
        self._engine: Engine | None = None
        self._memo: Memo | None = None
        self._context: Context | None = None
        self._output: Output | None = None
        self._records: dict[str, Record] | None = None
        # Whether the last build came to its end, and so asked for every product there is.
        self._whole = False
        self._unsaved = False
        self._numbers: dict[str, tuple[str, str]] = {}
        self._promised: frozenset[str] = frozenset()

    # -- sources

    def read_sources(self, order: Order) -> dict[str, Source]:
        """Return all sources, reading only files whose stat record does not vouch for them."""
        self._stats = StatCache(self.state.stats)
        sources = read_tree(order.root, ENGINE, self._stats)
        self._engine_digest = self._digest_engine()
        rows = "".join(f"{path}\0{source.digest}\n" for path, source in sources.items())
        self.inputs = digest_of(f"{order.today}\n{self._engine_digest}\n{rows}".encode("utf-8", "surrogateescape"))
        return sources

    def _digest_engine(self) -> str:
        """Return one digest of all the engine's code. Knows no more: `key` has the finer one, and is dear to import."""
        lock = ENGINE / "requirements.lock"
        files = sorted(str(f) for f in (ENGINE / "microsite").rglob("*.py")) + ([str(lock)] if lock.is_file() else [])
        return digest_of("".join(f"{os.path.relpath(f, ENGINE)}\0{self._stats.digest(f)}\n" for f in files).encode())

    def is_current(self, order: Order, sources: dict[str, Source]) -> bool:
        """Tell whether the last build was of exactly these inputs, and its output still stands."""
        from microsite.commit import Output

        self._output = Output(order.output_folder, self.state.output_stats)
        if not order.publish or self.state.inputs != self.inputs or not sources or not self.state.output_stats:
            return False
        published = dict(self._published(order))
        # What is ours must be just what the last build finished with: a build that was stopped may have left more.
        if self._output.unfinished or self._output.ours != published.keys():
            return False
        return all(self._output.digest(out) == digest for out, digest in published.items())

    def _published(self, order: Order) -> list[tuple[str, str]]:
        folder = str(order.output_folder) + os.sep
        return [(place.removeprefix(folder), record[5]) for place, record in self.state.output_stats.items()]

    def unchanged(self, sources: dict[str, Source], began: float) -> Result:
        """Return the result of a build with nothing to do. The warnings of the last one still hold."""
        import marshal

        # Files touched just before the last build were read again; from now on their stat records vouch for them.
        if self._stats.files_read or (self._output and self._output.stats.files_read):
            self.state.stats = self._stats.new
            if self._output:
                self.state.output_stats = self._output.stats.new
            with contextlib.suppress(OSError):
                self.store.save_state(self.state)
        pages, files = self.state.summary
        rows = marshal.loads(self.state.problems) if self.state.problems else []
        kept = [
            Problem(c, lv, Span(*s), tuple(map(tuple, p)), tuple(Span(*n) for n in notes))
            for c, lv, s, p, notes in rows
        ]
        return Result(
            kept, sources=sources, pages=pages, files=files, current=True, seconds=time.perf_counter() - began
        )

    # -- stages

    def decoded_ahead(self, order: Order, sources: dict[str, Source]) -> contextlib.AbstractContextManager[object]:
        """Decode the few pictures that are new on another core, in the sizes of those before them."""
        from microsite.ahead import MOST_PICTURES, decoded_ahead, worth_it
        from microsite.make import cores_here

        known = {record[5] for record in self._stats.old.values()}
        new = [source for path, source in sources.items() if worth_it(path) and source.digest not in known]
        if not 0 < len(new) <= MOST_PICTURES or not self.state.widths or (order.cores or cores_here()) == 1:
            return contextlib.nullcontext()
        return decoded_ahead(new, self.state.widths)

    def load(self, order: Order, sources: dict[str, Source], problems: Problems) -> Site | None:
        """Read and validate the campaign."""
        from microsite.load import Loader

        if self._memo is None:
            self._memo = Memo(self.store, self._engine_digest)
        else:
            self._memo.renew(self._whole)
            self._whole = False
        return Loader(sources, self._memo, order.today, problems).load()

    def plan(
        self,
        site: Site,
        sources: dict[str, Source],
        problems: Problems,
        anew: bool = True,
        kits: tuple[str, ...] = (),
    ) -> list[Target]:
        """Return every file that the site consists of. Two that want one address are an error.

        Unless all is to be planned `anew`, those of a plan that still stands are left out: `Context.plans` has them.
        """
        from microsite.key import Engine, Keys
        from microsite.kinds import KINDS
        from microsite.planning import Context

        assert self._memo is not None
        if self._engine is None:
            self._engine = Engine(
                ENGINE / "microsite", ENGINE / "requirements.lock", self._stats.digest, self.state.imports
            )
        self.keys = Keys({path: s.digest for path, s in sources.items()}, self._engine.digest_for, self.keys)
        stands = None if anew else self._stands
        context = Context(
            site, sources, self.keys, self._memo, problems, self._context, self._engine_digest, stands, kits
        )
        self._context = context
        targets = context.plan(KINDS)
        seen: dict[str, str] = {}
        for out, origin in context.origins:
            name = out.casefold()
            if name in seen:
                address = "/" + out.removesuffix("index.html")
                problems.error("address-twice", Span(origin or seen[name]), Span(seen[name]), address=address)
            seen.setdefault(name, origin)
        return targets

    def _stands(self, plan: Plan) -> bool:
        """Tell whether all that was planned lies in output/ as it was made."""
        assert self._output is not None
        records, output = self._all_records(), self._output
        for out, key in plan.outs():
            record = records.get(out)
            if record is None or record[0] != key or output.digest(out) != record[1]:
                return False
        return True

    def _all_records(self) -> dict[str, Record]:
        if self._records is None:
            self._records = self.store.load_records()
        return self._records

    def make(
        self, order: Order, site: Site, targets: list[Target], sources: dict[str, Source], problems: Problems
    ) -> Made | None:
        """Make what is not already made."""
        from microsite.make import Maker, RecipeError, cores_here
        from microsite.messages import MESSAGES
        from microsite.pictures import fault_in_swedish
        from microsite.templating import COMPILED, TemplateFaultError

        assert self._output is not None
        assert self.keys is not None
        if not COMPILED:
            COMPILED.update(self.store.load_compiled())
        compiled = len(COMPILED)
        assert self._context is not None
        maker = Maker(sources, self.keys, self.store, self._output, self._all_records())
        try:
            standing = [out for plan in self._context.plans.kept.values() for out, _ in plan.outs()]
            made = maker.make(targets, standing, order.progress, order.cores or cores_here())
            if len(COMPILED) > compiled:
                self.store.save_compiled(COMPILED)
            return made
        except RecipeError as error:
            master = site.masters.get(error.origin)
            span = master.span if master else Span(error.origin)
            # Some faults have words of their own: a message's code, and perhaps what it tells of.
            code, _, what = error.what.partition(": ")
            if code in MESSAGES:
                problems.error(code, span, path=error.origin, what=what)
            else:
                words = {"what": fault_in_swedish(error.what), "what_en": error.what}
                problems.error("picture-broken", span, path=error.origin, **words)
        except TemplateFaultError as error:
            problems.error("template", Span(f"templates/{error.template}", error.line, 1), what=error.what)
        except OSError as error:
            problems.error("output-write", Span(str(order.cache_folder.name)), what=_words(error))
        return None

    def check(self, site: Site, sources: dict[str, Source], made: Made, problems: Problems) -> None:
        """Look at the site as it would be published."""
        from microsite.checks import CHECKS
        from microsite.checks.pages import Published

        assert self._memo is not None
        assert self._context is not None
        published = Published(
            site,
            sources,
            dict(self._context.origins),
            made.artifacts,
            made.read,
            self._memo,
            self.state.numbers,
            self.state.promised,
        )
        for check in CHECKS:
            check(published, problems)
        self._context.note_plans(made.artifacts)
        self._whole = True
        self._numbers, self._promised = published.numbers, published.promised

    def commit(self, order: Order, made: Made, problems: Problems) -> tuple[int, int]:
        """Publish. A failure leaves a whole site, and is told."""
        assert self._output is not None
        try:
            order.output_folder.mkdir(parents=True, exist_ok=True)
            for foreign in self._output.foreign(made.artifacts.values()):
                problems.error("output-foreign", Span(f"output/{foreign.out}"), out=foreign.out)
            if problems.failed:
                return 0, 0
            return self._output.publish(made.artifacts, made.read)
        except OSError as error:
            problems.error("output-write", Span("output"), what=_words(error))
            return 0, 0

    def finish(
        self,
        order: Order,
        sources: dict[str, Source],
        made: Made | None,
        problems: Problems,
        changes: tuple[int, int],
        began: float,
    ) -> Result:
        """Remember what was learnt, and return the result."""
        import marshal

        listed = [_with_line(problem, sources) for problem in problems.sorted()]
        result = Result(listed, sources=sources, written=max(0, changes[0]), removed=max(0, changes[1]))
        self.state.stats = self._stats.new
        if made:
            result.artifacts, result.runs, result.files = made.artifacts, made.runs, len(made.artifacts)
            result.origins = dict(self._context.origins) if self._context else {}
            result.pages = sum(out.endswith("index.html") for out in made.artifacts)
            if order.publish and changes != _NOT_PUBLISHED and not problems.failed and self._output:
                self._records = made.records
                self.state.inputs, self.state.summary = self.inputs, (result.pages, result.files)
                outputs = self._output.stats.new
                wanted = {self._output.place(out) for out in made.artifacts}
                self.state.output_stats = {place: record for place, record in outputs.items() if place in wanted}
                rows = [(p.code, p.level, _row(p.span), p.params, [_row(n) for n in p.notes]) for p in listed]
                self.state.problems = marshal.dumps(rows, 2)
                self.state.numbers, self.state.promised = self._numbers, tuple(sorted(self._promised))
                if self._context:
                    self.state.widths = tuple(map(int, self._context.site.settings.poster_widths))
        if self._engine:
            self.state.imports = self._engine.imports
        self._unsaved = True
        if not order.lazy:
            self.save(result)
        result.seconds = time.perf_counter() - began
        return result

    def save(self, result: Result | None = None) -> None:
        """Write down what was learnt, if it isn't yet. What is lost here is only made again."""
        if not self._unsaved:
            return
        try:
            if self._memo:
                self._memo.save(self._whole)
            if self._records is not None:
                self.store.save_records(self._records)
                self.store.prune({record[0] for record in self._records.values()})
            self.store.save_state(self.state)
            self._unsaved = False
        except OSError as error:
            if result is not None:
                result.problems.append(Problem("output-write", "error", Span(".cache"), (("what", _words(error)),)))


def _row(span: Span) -> tuple[str, int, int, int]:
    return (span.path, span.line, span.column, span.length)


def _relative(error: OSError, root: Path) -> str:
    """Return the file that an error is about as a person knows it: below the campaign's folder."""
    name = str(error.filename or "")
    return Path(name).relative_to(root).as_posix() if name and Path(name).is_relative_to(root) else name or "?"


def _words(error: OSError) -> str:
    return f"{error.filename or ''} {error.strerror or error}".strip()


def _with_line(problem: Problem, sources: dict[str, Source]) -> Problem:
    """Return the problem with the line it is about, read now that it is needed."""
    source = sources.get(problem.span.path)
    if not problem.span.line or source is None:
        return problem
    try:
        text = source.read().decode("utf-8-sig", "replace")
    except (OSError, SourceChangedError):
        # Saved again since: the line it is about may be another now, and the next build tells anew.
        return problem
    # Split as the readers count: a line separator pasted from another program is no new line to them.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = lines[problem.span.line - 1] if problem.span.line <= len(lines) else ""
    return Problem(problem.code, problem.level, problem.span, problem.params, problem.notes, line)
