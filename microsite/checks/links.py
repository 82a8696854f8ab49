"""Every address in the real HTML leads somewhere: pages, pictures, styles, anchors."""

from __future__ import annotations

from urllib.parse import unquote, urldefrag, urlsplit

from microsite.checks.pages import Published
from microsite.problem import Problems, Span


def check(published: Published, problems: Problems) -> None:
    """Tell of every address of ours that nothing is published at."""
    base, origin = published.site.base_path, published.site.origin
    known: dict[str, str | None] = {}
    for out, page in published.pages.items():
        for address in page.addresses:
            if address.startswith(("tel:", "sms:", "mailto:", "data:")):
                continue
            path = address.removeprefix(origin) if address.startswith(origin + "/") else address
            if urlsplit(path).scheme or path.startswith("//"):
                continue
            path, anchor = urldefrag(path)
            if path not in known:
                known[path] = _file(published, path, base) if path else ""
            target = known[path]
            if target is None or (anchor and not _has(published, target or out, unquote(anchor))):
                problems.error("html-link", Span(published.targets[out].origin), page=out, target=address)


def _file(published: Published, path: str, base: str) -> str | None:
    """Return the file that a path leads to, None where there is none."""
    if not path.startswith(base):
        return None
    out = unquote(path[len(base) :])
    out += "index.html" if out.endswith("/") or not out else ""
    return out if out in published.artifacts else None


def _has(published: Published, out: str, anchor: str) -> bool:
    page = published.pages.get(out)
    return page is None or anchor in page.ids
