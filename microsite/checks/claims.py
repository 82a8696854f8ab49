"""What the website says of itself is true: its statement on accessibility, and its page on privacy."""

from __future__ import annotations

from urllib.parse import urlsplit

from microsite.checks.pages import Published
from microsite.problem import Problems, Span
from microsite.statements import found_faults


def check(published: Published, problems: Problems) -> None:
    """Refuse a statement that claims more than the site itself shows; remind of what only people can write."""
    site = published.site
    shown = {block.block for page in site.pages.values() for text in page.texts.values() for block in text.words.shows}
    known = site.accessibility
    if "accessibility" in shown and known is not None and known.level == "fully":
        path = "content/accessibility.yaml"
        words = site.catalogues[site.default].messages
        for fault in found_faults(site, lambda text: text):
            told = {"what": words.get(fault.text, (fault.text,))[0].rstrip("."), "what_en": fault.text.rstrip(".")}
            problems.error("access-untrue", published.find(path, "level"), **told)
    # A campaign at an example's address is not launched yet, and nobody runs its server.
    launched = not (urlsplit(site.origin).hostname or "").endswith(".example")
    if "privacy" in shown and site.settings.server is None and launched:
        problems.warn("server-unknown", Span("content/site.yaml"))
