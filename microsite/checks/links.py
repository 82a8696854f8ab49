"""Every address in the real HTML leads somewhere: pages, pictures, styles, anchors."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote, urlsplit

from microsite.checks.pages import Published
from microsite.problem import Problems, Span, and_more, did_you_mean


def check(published: Published, problems: Problems) -> None:
    """Tell of every address of ours that nothing is published at, once, however many pages name it."""
    pages = published.pages
    base, origin = published.site.base_path, published.site.origin
    # Most addresses are named by many pages and are right: each is looked at once. "#here" is each page's own.
    named = frozenset[str]().union(*(page.addresses for page in pages.values()))
    doubtful = {a for a in named if a.startswith("#") or not _leads(published, a, base, origin, "")}
    dead: dict[str, list[str]] = {}
    for out, page in pages.items():
        for address in doubtful & page.addresses:
            if not _leads(published, address, base, origin, out):
                dead.setdefault(unquote(address), []).append(out)
    for address, outs in sorted(dead.items()):
        if address == published.site.settings.contact.url:
            # It stands on every page, and was written once.
            span = published.find("content/site.yaml", address)
            problems.error("link-dead", span, target=address, **did_you_mean(address, _own(published), others=True))
            continue
        more = and_more(len(outs))
        problems.error("html-link", Span(published.origins[outs[0]]), page=outs[0], target=address, **more)


_OUTSIDE = "https:"


def _own(published: Published) -> list[str]:
    """Return the addresses of our pages, as a setting names one."""
    outs = (out.removesuffix("index.html") for out in published.artifacts if out.endswith("index.html"))
    return [published.site.origin + published.site.base_path + out for out in outs]


@lru_cache(maxsize=1 << 16)
def _file(path: str, base: str, origin: str) -> str:
    """Return the file that a path leads to, `_OUTSIDE` for another site's, "" for one that can be none of ours."""
    # A campaign may lie below a path of the town's own host: only what is below that path is ours.
    own = path.removeprefix(origin) if path.startswith(origin + base) else path
    if own.startswith("//") or (not own.startswith("/") and urlsplit(own).scheme):
        return _OUTSIDE
    if not own.startswith(base):
        return ""
    out = unquote(own[len(base) :])
    return out + "index.html" if out.endswith("/") or not out else out


def _leads(published: Published, address: str, base: str, origin: str, page: str) -> bool:
    """Tell whether what an address on `page` names is there, its anchor too."""
    path, _, anchor = address.partition("#")
    out = _file(path, base, origin) if path else page
    if out == _OUTSIDE:
        return True
    if out not in published.artifacts or not anchor:
        return out in published.artifacts
    facts = published.pages.get(out)
    return facts is None or unquote(anchor) in facts.ids
