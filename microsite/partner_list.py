"""Loading `partners.yaml`, and what is told of it beside the rest of the campaign."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from urllib.parse import urlsplit

from microsite.album import Album
from microsite.model import Partner, Service
from microsite.problem import Span, did_you_mean
from microsite.reader import Reader
from microsite.schema import KitFields, PartnerFields, SettingsFields
from microsite.yamlspan import Mapped

_PARTNERS = "partners.yaml"
KIT = "content/kit.yaml"
# Of a partner's page: "kumppanit/", and the longest slug.
_LONGEST_ADDRESS = 90


class PartnerList:
    """Reads the partners, whose words are a stranger's."""

    def __init__(self, reader: Reader, album: Album) -> None:
        self._reader = reader
        self._sources = reader.sources
        self._problems = reader.problems
        self._today = reader.today
        self._album = album
        self._partner_at: dict[str, tuple[Mapped, tuple[str | int, ...]]] = {}

    def read(self, settings: SettingsFields | None) -> dict[str, Partner]:
        source = self._sources.get(_PARTNERS)
        mapped = self._reader.yaml(source) if source else None
        if mapped is None:
            return {}
        items = mapped.value.get("partners", []) if isinstance(mapped.value, dict) else mapped.value
        at: tuple[str | int, ...] = ("partners",) if isinstance(mapped.value, dict) else ()
        if not isinstance(items, list):
            self._problems.error(
                "field-shape",
                mapped.span(at),
                expected="en lista",
                expected_en="a list",
                example="Varje partner börjar med en rad: - slug: …",
                example_en="Each partner begins with a line: - slug: …",
            )
            return {}
        partners: dict[str, Partner] = {}
        slugs: dict[str, Span] = {}
        commitments = [row.id for row in settings.commitments] if settings else None
        for i in range(len(items)):
            fields = self._reader.fields(PartnerFields, mapped, (*at, i))
            if fields is None:
                continue
            span = mapped.span((*at, i, "slug"))
            if fields.slug in partners:
                self._problems.error("slug-twice", span, slugs[fields.slug], slug=fields.slug)
                continue
            slugs[fields.slug] = span
            self._partner_at[fields.slug] = mapped, (*at, i)
            for number, name in enumerate(fields.commits_to if commitments is not None else ()):
                if name not in (commitments or ()):
                    place = mapped.span((*at, i, "commits-to", number))
                    words = did_you_mean(name, commitments or (), others=True)
                    self._problems.error("commitment-unknown", place, name=name, **words)
            if fields.joined and fields.ended and fields.ended < fields.joined:
                self._problems.error(
                    "dates-order", mapped.span((*at, i, "ended")), start=fields.joined, end=fields.ended
                )
            if fields.joined and fields.renews and fields.renews < fields.joined:
                self._problems.error(
                    "dates-order", mapped.span((*at, i, "renews")), start=fields.joined, end=fields.renews
                )
            partners[fields.slug] = Partner(
                fields,
                mapped.span((*at, i, "name")),
                self._album.logo(fields.logo, mapped.span((*at, i, "logo"))),
                self._album.logo(fields.logo_dark, mapped.span((*at, i, "logo-dark"))),
                not (fields.ended and fields.ended <= self._today),
            )
        for i in range(len(items)):
            self._check_networks(mapped, (*at, i), partners)
        return partners

    def check_hosts(self, partners: Mapping[str, Partner], services: Mapping[str, Service]) -> None:
        """Tell of a partner whose web address can be taken for that of somebody else on the site."""
        hosts: dict[str, str] = {}
        alike: dict[str, str] = {}
        for service in services.values():
            for url in (service.facts.organisation_url, service.facts.source, *(c.url for c in service.facts.channels)):
                if url:
                    hosts.setdefault(_host(url), service.facts.organisation)
                    alike.setdefault(_skeleton(_host(url)), _host(url))
        # Those who joined first own their names.
        for partner in sorted(partners.values(), key=lambda p: (p.facts.joined or dt.date.min, p.facts.slug)):
            host = _host(partner.facts.url) if partner.facts.url else ""
            if not host or host in hosts:
                continue
            labels = host.split(".")
            begins = (".".join(labels[:n]) for n in range(2, len(labels)))
            other = alike.get(_skeleton(host)) or next((known for known in begins if known in hosts), "")
            if other:
                mapped, at = self._partner_at[partner.facts.slug]
                whose = hosts[other]
                self._problems.error("host-alike", mapped.span((*at, "url")), host=host, other=other, whose=whose)
            hosts[host] = partner.facts.name_in("")
            alike.setdefault(_skeleton(host), host)

    def check_languages(self, partners: Mapping[str, Partner], languages: tuple[str, ...]) -> None:
        """Tell of partners whose material is asked for in a language that the site has not."""
        for partner in partners.values():
            if partner.facts.language and partner.facts.language not in languages:
                mapped, at = self._partner_at[partner.facts.slug]
                span = mapped.span((*at, "language"))
                words = ", ".join(languages)
                self._problems.error("partner-language", span, value=partner.facts.language, options=words)

    def _check_networks(self, mapped: Mapped, at: tuple[str | int, ...], partners: Mapping[str, Partner]) -> None:
        item = mapped.value
        for step in at:
            item = item[step]
        partner = partners.get(item.get("slug", "")) if isinstance(item, dict) else None
        networks = [slug for slug, p in partners.items() if p.facts.sector == "network"]
        for number, name in enumerate(partner.facts.networks if partner else ()):
            if name not in networks:
                span = mapped.span((*at, "networks", number))
                self._problems.error("network-unknown", span, name=name, **did_you_mean(name, networks, others=True))

    def kit(self, partners: Mapping[str, Partner], settings: SettingsFields | None) -> KitFields | None:
        """Return the words of partners' kits, which a campaign may do without."""
        source = self._sources.get(KIT)
        mapped = self._reader.yaml(source) if source else None
        fields = self._reader.fields(KitFields, mapped) if mapped else None
        if fields is None or mapped is None or settings is None:
            return fields
        longest = max((name for p in partners.values() for _, name in p.facts.name), key=len, default="")
        for i, social in enumerate(fields.social):
            for code, text in social.text:
                # As long as it gets, whoever the partner is: in the words of `kinds.kits`.
                campaign = dict(settings.name).get(code) or max((name for _, name in settings.name), key=len)
                length = len(
                    text.replace("{webb}", f"{settings.base_url.rstrip('/')}/{code}/")
                    .replace("{sida}", f"{settings.base_url.rstrip('/')}/{code}/{'x' * _LONGEST_ADDRESS}/")
                    .replace("{kampanj}", campaign)
                    .replace("{partner}", longest)
                )
                if length > social.limit:
                    at = ("social", i, "text", code) if code else ("social", i, "text")
                    self._problems.error("value-long", mapped.span(at), length=length, most=social.limit)
        return fields


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _skeleton(host: str) -> str:
    """Return a host with all that is mistaken for each other alike: 1 and l, 0 and o, rn and m, å and a; no hyphens."""
    plain = unicodedata.normalize("NFD", host).encode("ascii", "ignore").decode()
    return plain.translate(str.maketrans("015", "ols", "-")).replace("rn", "m").replace("vv", "w")
