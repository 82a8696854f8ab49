"""Rows of HSDS put together: a service with all that belongs to it, as the API of HSDS 3.0 answers."""

from __future__ import annotations

from microsite.hsds import Directory, Row


def whole_service(directory: Directory, row: Row) -> Row:
    """Return a service with all that belongs to it, as `GET /services/{id}` answers."""
    mine = row["id"]
    nested = {
        "phones": _phones(directory, "service_id", mine),
        "schedules": directory.where("schedules", "service_id", mine),
        "service_areas": directory.where("service_areas", "service_id", mine),
        "service_at_locations": [
            _at(directory, at) for at in directory.where("service_at_locations", "service_id", mine)
        ],
        "languages": directory.where("languages", "service_id", mine),
        "organization": next(iter(directory.where("organizations", "id", row["organization_id"])), {}),
        "cost_options": directory.where("cost_options", "service_id", mine),
        "attributes": _attributes(directory, mine),
    }
    return {**row, **_known(nested)}


def whole_organization(directory: Directory, row: Row) -> Row:
    """Return an organisation with its services in short."""
    return {**row, "services": directory.where("services", "organization_id", row["id"])}


def whole_location(directory: Directory, row: Row) -> Row:
    """Return a place with its address."""
    of = ("addresses", "accessibility")
    return {**row, **_known({table: directory.where(table, "location_id", row["id"]) for table in of})}


def whole_at(directory: Directory, row: Row) -> Row:
    """Return a service at a place, with the service in short."""
    return {**_at(directory, row), "service": directory.where("services", "id", row["service_id"])[0]}


def whole_term(directory: Directory, row: Row) -> Row:
    """Return a term with its vocabulary."""
    return {**row, "taxonomy_detail": directory.where("taxonomies", "id", row["taxonomy_id"])[0]}


def _at(directory: Directory, row: Row) -> Row:
    nested = {
        "phones": _phones(directory, "service_at_location_id", row["id"]),
        "schedules": directory.where("schedules", "service_at_location_id", row["id"]),
        "location": whole_location(directory, directory.where("locations", "id", row["location_id"])[0]),
    }
    return {**row, **_known(nested)}


def _phones(directory: Directory, column: str, value: str) -> list[Row]:
    return [
        {
            **row,
            **_known(
                {
                    "languages": directory.where("languages", "phone_id", row["id"]),
                    "attributes": _attributes(directory, row["id"]),
                }
            ),
        }
        for row in directory.where("phones", column, value)
    ]


def _attributes(directory: Directory, link_id: str) -> list[Row]:
    return [
        {**row, "taxonomy_term": directory.where("taxonomy_terms", "id", row["taxonomy_term_id"])[0]}
        for row in directory.where("attributes", "link_id", link_id)
    ]


def _known(nested: Row) -> Row:
    return {name: value for name, value in nested.items() if value}
