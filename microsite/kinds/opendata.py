"""Open data: the support directory as HSDS 3.0, in JSON for programs and in CSV for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from microsite import hsds_whole
from microsite.hsds import COLUMNS, Directory, Row
from microsite.interchange import LICENCE, csv_text
from microsite.plain import WRITE_TEXT, TextView
from microsite.planning import Context
from microsite.schema import slug_of
from microsite.target import Target

_ORIGIN = "content/*/services"
# The one table whose file is in the singular.
_TABLE_OF = {"service_at_location": "service_at_locations"}


def targets(context: Context) -> Iterator[Target]:
    """Yield the directory's files. Thousands of rows are put together only when what they tell has changed."""
    if context.site.services:
        files = context.remember("open data", context.directory_digest, lambda: tuple(_files(context)))
        yield from (Target(out, WRITE_TEXT, TextView(text), origin=origin) for out, text, origin in files)


def _files(context: Context) -> Iterator[tuple[str, str, str]]:
    """Yield each file's address, its text, and what a person would call its source."""
    directory = Directory(context)
    tables = directory.tables
    lists: dict[str, Callable[[Row], Row]] = {
        "services": partial(hsds_whole.whole_service, directory),
        "organizations": partial(hsds_whole.whole_organization, directory),
        "locations": partial(hsds_whole.whole_location, directory),
        "service_at_locations": partial(hsds_whole.whole_at, directory),
        "schedules": lambda row: row,
        "taxonomy_terms": partial(hsds_whole.whole_term, directory),
    }
    items = {table: [_json(whole(row)) for row in tables[table]] for table, whole in lists.items()}
    for table, rows in items.items():
        yield f"data/hsds/{table}.json", _page(rows), _ORIGIN
    by_id = {row["id"]: text for row, text in zip(tables["services"], items["services"], strict=True)}
    for name, service in context.site.services.items():
        out = f"data/hsds/services/{slug_of(name)}.json"
        yield out, by_id[directory.id("service", name)] + "\n", service.original.path
    for name, columns in COLUMNS.items():
        cells = ([row.get(column) for column in columns] for row in tables[_TABLE_OF.get(name, name)])
        yield f"data/csv/{name}.csv", csv_text(columns, cells), _ORIGIN
    yield "data/csv/datapackage.json", json.dumps(_datapackage(), ensure_ascii=False, indent=1) + "\n", _ORIGIN


def _json(row: Row) -> str:
    """Return JSON on one line. Planned as text: taken apart, the rows of thousands of services fill the memory."""
    return json.dumps(row, ensure_ascii=False)


def _page(items: Sequence[str]) -> str:
    """Return a list as HSDS's API answers with one: a single page, an item a line."""
    page: Row = {"total_items": len(items), "total_pages": 1, "page_number": 1, "size": len(items)}
    head = _json({**page, "first_page": True, "last_page": True, "empty": not items}).removesuffix("}")
    rows = ",\n".join(items)
    return f'{head}, "contents": [\n{rows}\n]}}\n'


def _datapackage() -> Row:
    """Return how to read the tables, for programs: https://specs.frictionlessdata.io/tabular-data-package/."""
    resources = [
        {
            "name": name.replace("_", "-"),
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "dialect": {"delimiter": ";", "lineTerminator": "\r\n"},
            "schema": {"fields": [{"name": column} for column in columns], "primaryKey": "id"},
        }
        for name, columns in COLUMNS.items()
    ]
    licence = {"name": "CC0-1.0", "path": LICENCE}
    return {
        "name": "hsds",
        "profile": "tabular-data-package",
        "licenses": [licence],
        "resources": resources,
    }
