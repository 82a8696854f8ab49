"""What a page points at, read in the browser, and whether it is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from tests.browser.server import SiteServer

# One row a reference: [what holds it, the address resolved, whether the browser fetches it by itself].
READ_REFERENCES = """() => {
  const fetching = new RegExp('\\\\b(stylesheet|icon|apple-touch-icon|manifest|preload|modulepreload|prefetch' +
    '|preconnect|dns-prefetch)\\\\b');
  const rows = [];
  const add = (element, value, fetches) => {
    if (value === null) return;
    try { rows.push([element.localName, new URL(value.trim(), document.baseURI).href, fetches]); }
    catch { rows.push([element.localName, 'unreadable:' + value, fetches]); }
  };
  for (const element of document.querySelectorAll('a[href], area[href]'))
    add(element, element.getAttribute('href'), false);
  for (const element of document.querySelectorAll('link[href]'))
    add(element, element.getAttribute('href'), fetching.test(element.rel));
  for (const element of document.querySelectorAll('[src]')) add(element, element.getAttribute('src'), true);
  for (const element of document.querySelectorAll('[poster]')) add(element, element.getAttribute('poster'), true);
  for (const element of document.querySelectorAll('[srcset]'))
    for (const part of element.getAttribute('srcset').split(/,\\s+/)) add(element, part.trim().split(/\\s+/)[0], true);
  for (const element of document.querySelectorAll('meta[property="og:image"], meta[name="twitter:image"]'))
    add(element, element.content, false);
  return rows;
}"""

READ_IDS = "() => [...document.querySelectorAll('[id]')].map((element) => element.id)"


@dataclass(frozen=True, order=True)
class Reference:
    holder: str
    url: str
    fetched: bool


def fault_of(reference: Reference, site: SiteServer, base_url: str, ids: Mapping[str, frozenset[str]]) -> str | None:
    """What is wrong with `reference`, or None.

    `base_url` is the address that the site was built for: links that begin with it are looked for in the folder.
    `ids` holds the ids of each page seen, by the page's path in the folder.
    """
    url = reference.url
    if base_url and url.startswith(base_url.rstrip("/") + "/"):
        url = f"{site.origin}{site.prefix}{url[len(base_url.rstrip('/')) :]}"
    parts = urlsplit(url)
    if parts.scheme == "unreadable":
        return f"<{reference.holder}> holds no address: {url.removeprefix('unreadable:')}"
    if parts.scheme not in {"http", "https"}:
        return None
    if f"{parts.scheme}://{parts.netloc}" != site.origin:
        return None
    file = site.file_at(parts.path)
    if file is None:
        return f"<{reference.holder}> points at {unquote(parts.path)}, which is not there"
    known = ids.get(file.relative_to(site.folder).as_posix())
    fragment = unquote(parts.fragment)
    if known is not None and fragment not in known and fragment not in {"", "top"} and not fragment.startswith(":~:"):
        return f"<{reference.holder}> points at {unquote(parts.path)}#{fragment}, and that page has no such id"
    return None
