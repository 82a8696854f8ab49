"""The catalogue that tells Sveriges dataportal of the open data: DCAT-AP-SE 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microsite.hsds import COLUMNS
from microsite.interchange import LICENCE, plain, uri_of
from microsite.planning import Context
from microsite.target import Inputs, Recipe, Target
from microsite.xml import escape, quoteattr

_CODES = {"sv": "SWE", "fi": "FIN", "en": "ENG", "nb": "NOB", "da": "DAN", "de": "DEU", "fr": "FRA", "ar": "ARA"}
_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_DATE = ' rdf:datatype="http://www.w3.org/2001/XMLSchema#date"'
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_HSDS = "https://github.com/openreferral/specification/tree/3.0"
# What every such dataset is called, in the two languages that the portals ask for.
_DATASET = (
    ("sv", "Stödtjänster", "Tjänster dit den som behöver stöd kan vända sig: kontaktvägar, öppettider och villkor."),
    ("en", "Support services", "Services that offer support: ways to reach them, opening hours and conditions."),
)
_KEYWORDS = (("sv", "stöd"), ("sv", "öppettider"), ("sv", "hjälptelefon"), ("en", "support"), ("en", "helpline"))


@dataclass(frozen=True, slots=True)
class Distribution:
    """One way to fetch a dataset: its id and title, its media type, and its files."""

    id: str
    title: str
    format: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """What the catalogue says. Titles and descriptions come a language; addresses are whole."""

    url: str
    home: str
    titles: tuple[tuple[str, str], ...]
    descriptions: tuple[tuple[str, str], ...]
    publisher: str
    contact_name: str
    contact_url: str
    language: str
    modified: str
    distributions: tuple[Distribution, ...]


def write_catalogue(batch: Sequence[Inputs]) -> list[bytes]:
    """Write a catalogue as RDF/XML, the one syntax that Sveriges dataportal harvests."""
    return [_catalogue(inputs.view).encode("utf-8") for inputs in batch]


_CATALOGUE = Recipe(write_catalogue)


def targets(context: Context) -> Iterator[Target]:
    """Yield the catalogue."""
    if context.site.services:
        yield Target("data/dcat.rdf", _CATALOGUE, _view(context), origin="content/site.yaml")


def _view(context: Context) -> CatalogueView:
    site, settings = context.site, context.site.settings

    def full(out: str) -> str:
        return uri_of(context.addresses.full(context.url_of(out)))

    tables = [f"data/csv/{name}.csv" for name in ("services", *(name for name in COLUMNS if name != "services"))]
    return CatalogueView(
        url=full("data/dcat.rdf"),
        home=uri_of(context.addresses.full(context.addresses.home(site.default))),
        titles=tuple((lang, site.local(settings.name, lang)) for lang in site.languages),
        descriptions=tuple((lang, site.local(settings.tagline, lang)) for lang in site.languages),
        publisher=settings.owner,
        contact_name=site.local(settings.contact.text, site.default),
        contact_url=uri_of(settings.contact.url),
        language=_CODES.get(site.default, ""),
        modified=max(service.facts.checked for service in site.services.values()).isoformat(),
        distributions=(
            Distribution("json", "JSON (HSDS 3.0)", "application/json", (full("data/hsds/services.json"),)),
            Distribution("csv", "CSV (HSDS 3.0)", "text/csv", (*map(full, tables), full("data/csv/datapackage.json"))),
        ),
    )


def _catalogue(view: CatalogueView) -> str:
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    rows = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF {names}>"]
    rows += _node("dcat:Catalog", f"{view.url}#catalog", _catalog_rows(view))
    kind = _link("dcterms:type", "http://purl.org/adms/publishertype/LocalAuthority")
    rows += _node("foaf:Agent", f"{view.url}#publisher", [_text("foaf:name", view.publisher), kind])
    contact = [_text("vcard:fn", view.contact_name), _link("vcard:hasURL", view.contact_url)]
    rows += _node("vcard:Organization", f"{view.url}#contact", contact)
    rows += _node("dcat:Dataset", f"{view.url}#services", _dataset_rows(view))
    for way in view.distributions:
        about = [_text("dcterms:title", way.title), _text("dcterms:format", way.format)]
        about += [_link("dcat:accessURL", way.files[0])]
        about += [_link("dcat:downloadURL", file) for file in way.files]
        about += [_link("dcterms:license", LICENCE), _link("dcterms:conformsTo", _HSDS)]
        rows += _node("dcat:Distribution", f"{view.url}#{way.id}", about)
    return "\n".join([*rows, "</rdf:RDF>", ""])


def _catalog_rows(view: CatalogueView) -> list[str]:
    rows = [_text("dcterms:title", words, lang) for lang, words in view.titles]
    rows += [_text("dcterms:description", words, lang) for lang, words in view.descriptions]
    rows += [_link("dcterms:publisher", f"{view.url}#publisher"), _link("dcterms:license", LICENCE)]
    rows += [_link("dcat:dataset", f"{view.url}#services"), _link("foaf:homepage", view.home)]
    rows += [_link("dcat:themeTaxonomy", f"{_AUTHORITY}/data-theme")]
    return rows + _language_and_date(view)


def _dataset_rows(view: CatalogueView) -> list[str]:
    rows = [_text("dcterms:title", title, lang) for lang, title, _ in _DATASET]
    rows += [_text("dcterms:description", words, lang) for lang, _, words in _DATASET]
    rows += [_text("dcat:keyword", word, lang) for lang, word in _KEYWORDS]
    rows += [_link("dcterms:publisher", f"{view.url}#publisher"), _link("dcat:contactPoint", f"{view.url}#contact")]
    rows += [_link("dcat:distribution", f"{view.url}#{way.id}") for way in view.distributions]
    rows += [_link("dcat:theme", f"{_AUTHORITY}/data-theme/HEAL"), _link("dcat:landingPage", view.home)]
    rows += [_link("dcterms:accessRights", f"{_AUTHORITY}/access-right/PUBLIC"), _link("dcterms:conformsTo", _HSDS)]
    rows += [_link("dcterms:accrualPeriodicity", f"{_AUTHORITY}/frequency/IRREG")]
    return rows + _language_and_date(view)


def _language_and_date(view: CatalogueView) -> list[str]:
    language = [_link("dcterms:language", f"{_AUTHORITY}/language/{view.language}")] if view.language else []
    return [*language, f"<dcterms:modified{_DATE}>{view.modified}</dcterms:modified>"]


def _node(kind: str, about: str, rows: list[str]) -> list[str]:
    return [f"<{kind} rdf:about={quoteattr(about)}>", *(f"  {row}" for row in rows), f"</{kind}>"]


def _link(name: str, url: str) -> str:
    return f"<{name} rdf:resource={quoteattr(url)}/>"


def _text(name: str, words: str, lang: str = "") -> str:
    attribute = f" xml:lang={quoteattr(lang)}" if lang else ""
    return f"<{name}{attribute}>{escape(plain(words))}</{name}>"
