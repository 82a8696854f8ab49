"""The interface's words: gettext catalogues in `templates/locales/<lang>.po`."""

from __future__ import annotations

import io

from microsite.model import Catalogue


def read_catalogue(data: bytes, lang: str) -> Catalogue:
    """Return the words of a .po file. Fuzzy and empty ones count as missing. Raises ValueError on a broken file."""
    from babel.messages.pofile import read_po

    read = read_po(io.BytesIO(data), locale=lang)
    messages: dict[str, tuple[str, ...]] = {}
    for message in read:
        if not message.id or message.fuzzy:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        name = message.id[0] if isinstance(message.id, tuple) else message.id
        if all(forms):
            messages[str(name)] = tuple(str(form) for form in forms)
    return Catalogue(lang, messages, str(read.plural_expr))
