"""Every address in the real HTML leads somewhere: pages, pictures, styles, anchors."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from microsite.checks.pages import Published
from microsite.problem import Problems, Span


def check(published: Published, problems: Problems) -> None:
    """Tell of every address of ours that nothing is published at, once, however many pages name it."""
    known: dict[str, str | None] = {"": ""}
    dead: dict[str, list[str]] = {}
    for out, page in published.pages.items():
        for path, anchor in page.addresses:
            if path not in known:
                known[path] = _file(published, path)
            target = known[path]
            if target != _OUTSIDE and (target is None or (anchor and not _has(published, target or out, anchor))):
                dead.setdefault(f"{path}#{anchor}" if anchor else path, []).append(out)
    for address, pages in dead.items():
        others = len(pages) - 1
        more = {"more": f" och {others} till", "more_en": f" and {others} more"} if others else {"more": ""}
        problems.error("html-link", Span(published.targets[pages[0]].origin), page=pages[0], target=address, **more)


_OUTSIDE = "https:"


def _file(published: Published, path: str) -> str | None:
    """Return the file that a path leads to, `_OUTSIDE` for another site's, None where there is none."""
    base, origin = published.site.base_path, published.site.origin
    # A campaign may lie below a path of the town's own host: only what is below that path is ours.
    own = path.removeprefix(origin) if path.startswith(origin + base) else path
    if own.startswith("//") or urlsplit(own).scheme:
        return _OUTSIDE
    if not own.startswith(base):
        return None
    out = unquote(own[len(base) :])
    out += "index.html" if out.endswith("/") or not out else ""
    return out if out in published.artifacts else None


def _has(published: Published, out: str, anchor: str) -> bool:
    page = published.pages.get(out)
    return page is None or anchor in page.ids
