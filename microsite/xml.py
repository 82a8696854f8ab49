"""Words and values as they stand in XML.

`xml.sax.saxutils` would do it too, and brings a whole HTTP client with it: a tenth of a build that changes one page.
"""

from __future__ import annotations

import html


def escape(text: str) -> str:
    """Return `text` as it stands between two tags."""
    return html.escape(text, quote=False)


def quoteattr(value: str) -> str:
    """Return `value` as an attribute's, quotes included; line breaks and tabs survive."""
    text = html.escape(value).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return f'"{text}"'
