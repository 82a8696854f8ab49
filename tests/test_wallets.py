"""Cards for the wallet: PDF that everybody can read, the same bytes each time, whatever the words are."""

from __future__ import annotations

import dataclasses
import re
import zlib
from pathlib import Path

import pytest

from microsite.target import Inputs
from microsite.typesetting import LAYOUT, Number, WalletView, Way, set_wallet
from tests import campaigns

ROOT = campaigns.SITES.parents[1]
FILES = {
    LAYOUT: (ROOT / "templates/print/wallet.typ").read_bytes(),
    "text.ttf": (ROOT / "assets/fonts/text.ttf").read_bytes(),
    "arabic.ttf": (ROOT / "assets/fonts/arabic.ttf").read_bytes(),
}
VIEW = WalletView(
    lang="sv",
    dir="ltr",
    brand="#123f41",
    title="Exempellinjen – Exempelkampanjen",
    name="Exempellinjen",
    summary="Stöd för dig som är anhörig.",
    ways=(Way("Ring", "031-390 06 01", "mån–fre 08.00–16.00"),),
    terms="Du får vara anonym. Gratis",
    more="Läs mer",
    address="kampanj.example/hjalp/exempellinjen",
    emergency=(Number("Vid fara för liv", "112"),),
    url="https://kampanj.example/hjalp/exempellinjen/",
    code="En kod som leder till https://kampanj.example/hjalp/exempellinjen/",
    checked="Kontrollerat 4 juni 2026",
)


def card(**changes: object) -> bytes:
    [data] = set_wallet([Inputs(dataclasses.replace(VIEW, **changes), FILES, {})])  # type: ignore[arg-type]
    return data


def pages(data: bytes) -> int:
    """Return how many pages a PDF says that it has."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    texts = [data]
    for stream in streams:
        try:
            texts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return max(
        int(n)
        for text in texts
        for n in re.findall(rb"/Type\s*/Pages.*?/Count (\d+)|/Count (\d+)", text)
        for n in n
        if n
    )


def test_the_same_card_is_the_same_bytes() -> None:
    """No date and no number of its own is in it."""
    assert card() == card()
    assert card().startswith(b"%PDF-1.7")
    assert b"CreationDate" not in card()


@pytest.mark.parametrize(
    "words",
    [
        '#panic("a") $x$ *b* _c_ `d` // e \\ <f> @g [h] {i} "j"',
        "Ett mycket långt namn på en tjänst som ingen skulle ge någon men som ändå kan stå där en dag",
        "عربي and svenska på samma rad",
    ],
)
def test_whatever_the_words_are_a_card_has_two_sides(words: str) -> None:
    """They are never read as Typst, and are set smaller until they fit. UA-1 would refuse a picture without words."""
    data = card(
        name=words,
        summary=words,
        ways=(Way(words, "031-390 06 01", words), Way("E-post", "namn@exempel.example", words)),
    )
    assert pages(data) == 2


def test_arabic_is_set_from_the_right() -> None:
    data = card(lang="ar", dir="rtl", name="خط المثال", summary="دعم للأقارب", more="اقرأ المزيد", terms="مجانًا")
    assert pages(data) == 2
    assert data != card()


def test_who_gets_a_card(tmp_path: Path) -> None:
    """Those that can be reached by telephone, message, chat or mail; not resting, ended or unconfirmed ones."""
    root = campaigns.lay_out("everything", tmp_path / "kampanj")
    campaigns.build(root)
    found = {path.parent.name for path in (root / "output/hjalp").glob("*/kort.pdf")}
    assert found == {"bris", "larm", "medmanniska"}
    page = (root / "output/hjalp/bris/index.html").read_text("utf-8")
    assert 'href="/hjalp/bris/kort.pdf"' in page
    campaigns.edit(root / "content/site.yaml", "wallet-cards: yes", "wallet-cards: no")
    assert not campaigns.build(root).failed
    assert not list((root / "output").rglob("kort.pdf"))
    assert "kort.pdf" not in (root / "output/hjalp/bris/index.html").read_text("utf-8")


def test_a_card_is_set_again_only_for_what_stands_on_it(tmp_path: Path) -> None:
    root = campaigns.lay_out("everything", tmp_path / "kampanj")
    campaigns.build(root)
    service = root / "content/sv/services/bris.md"
    campaigns.edit(service, "Du väljer vad du vill berätta.", "Du bestämmer vad du vill berätta.")
    assert not _remade(root)
    campaigns.edit(service, "summary: För dig under 18.", "summary: För dig som är under 18.")
    assert "hjalp/bris/kort.pdf" in _remade(root)


def _remade(root: Path) -> set[str]:
    """Return the cards of the last build that were made before and were made again."""
    result = campaigns.build(root)
    assert not result.failed
    cards = {out: artifact.reason for out, artifact in result.artifacts.items() if out.endswith("kort.pdf")}
    return {out for out, reason in cards.items() if reason not in ("", "new")}
