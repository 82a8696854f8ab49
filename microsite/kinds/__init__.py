"""Kinds of output: each plans its targets from the site. Kinds never import one another; a new one is one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from microsite.kinds import (
    articles,
    badges,
    contact_cards,
    directory,
    feeds,
    films,
    finder,
    hosting,
    icons,
    kits,
    opendata,
    opendata_catalogue,
    pages,
    partner_data,
    partners,
    pictures,
    posters,
    roster_lists,
    styles,
    wallets,
)
from microsite.planning import Context
from microsite.target import Target

# `pictures` last: it makes the pictures that the others have asked for while they planned.
KINDS: tuple[Callable[[Context], Iterable[Target]], ...] = (
    pages.targets,
    articles.targets,
    directory.targets,
    finder.targets,
    partners.targets,
    partner_data.targets,
    roster_lists.targets,
    posters.targets,
    films.targets,
    badges.targets,
    kits.targets,
    styles.targets,
    icons.targets,
    feeds.targets,
    opendata.targets,
    opendata_catalogue.targets,
    contact_cards.targets,
    wallets.targets,
    hosting.targets,
    pictures.targets,
)
