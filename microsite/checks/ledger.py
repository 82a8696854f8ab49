"""What was once promised to partners holds: no address dies, lies, or passes to somebody else."""

from __future__ import annotations

from collections.abc import Iterable

from microsite.checks.pages import Published
from microsite.ledger import PATH, STATES, Promise, promises_of, read_ledger
from microsite.problem import Problems, Span, and_more


def check(published: Published, problems: Problems) -> None:
    """Tell of broken promises, one problem a partner and kind of fault. Without a ledger nothing was promised."""
    text = published.text_of(PATH)
    before = published.promised_before
    if text is None:
        if before:
            problems.error("ledger-lost", Span(PATH), address=min(before), **and_more(len(before)))
        else:
            _remind(published, problems)
        return
    ledger, lines, wrong = read_ledger(text)
    for number in wrong:
        problems.error("ledger-line", Span(PATH, number, 1, 1))
    lost = sorted(before - ledger.keys())
    if lost and not wrong:
        problems.error("ledger-lost", Span(PATH), address=lost[0], **and_more(len(lost)))
    elif not wrong:
        published.promised = frozenset(ledger)
    made = promises_of(published.site, published.artifacts, published.origins, published.site.today)
    faults: dict[tuple[str, str], list[str]] = {}
    for address, promise in ledger.items():
        fault = _fault(promise, made.get(address))
        if fault:
            faults.setdefault((promise.partner, fault), []).append(address)
    for (partner, fault), addresses in sorted(faults.items()):
        tell = problems.warn if fault == "ledger-weaker" else problems.error
        span = Span(PATH, min(lines[address] for address in addresses), 1, 1)
        tell(fault, span, partner=partner or _campaign(published), address=min(addresses), **and_more(len(addresses)))
    _tell_unwritten(published, made.keys() - ledger.keys(), made, {p.partner for p in ledger.values()}, problems)


def _remind(published: Published, problems: Problems) -> None:
    """Tell a town that has partners with badges, and has promised them nothing yet."""
    promised = promises_of(published.site, published.artifacts, published.origins, published.site.today)
    partners = {promise.partner for promise in promised.values() if promise.kind == "badge"} - {""}
    if partners:
        first = min(partners)
        problems.warn("ledger-none", published.site.partners[first].span, partner=first, **and_more(len(partners)))


def _fault(promise: Promise, now: Promise | None) -> str:
    """Return what is wrong with a promise, as the code of a problem, "" where it holds."""
    if now is None:
        return "ledger-missing"
    before, after = STATES.index(promise.state), STATES.index(now.state)
    if after != before:
        return "ledger-stronger" if after < before else "ledger-weaker"
    return "" if promise.same(now) else "ledger-changed"


def _tell_unwritten(
    published: Published, unwritten: Iterable[str], made: dict[str, Promise], known: set[str], problems: Problems
) -> None:
    by_partner: dict[str, list[str]] = {}
    for address in unwritten:
        by_partner.setdefault(made[address].partner, []).append(address)
    for partner, addresses in sorted(by_partner.items()):
        span = published.site.partners[partner].span if partner else Span("content/site.yaml")
        # A partner's addresses are written down all at once: where some are missing, lines were lost.
        tell, code = (problems.error, "ledger-gap") if partner in known else (problems.warn, "ledger-new")
        tell(code, span, partner=partner or _campaign(published), address=min(addresses), **and_more(len(addresses)))


def _campaign(published: Published) -> str:
    return published.site.local(published.site.settings.name, published.site.default)
