"""What may be written of a series of figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from microsite.schema.values import Fields, Local, Text, Web, YesNo, as_date, as_text, fault, one_of
from microsite.series import number_of

# How a chart shows its figures.
CHARTS = ("line", "bars")


def _figure(value: Any) -> Decimal:
    text = as_text(value)
    figure = number_of(text)
    if figure is None:
        raise fault("data-number", value=text)
    return figure


Figure = Annotated[Decimal, BeforeValidator(_figure)]


class GoalFields(Fields):
    """What a series of figures is to reach: a number in the unit of the chart, and what it is called."""

    value: Figure
    text: Local


class SeriesFields(Fields):
    """What a column of a table of figures is called on the page."""

    column: Text
    name: Local


class ChartFields(Fields):
    """What a chart says of its figures: `content/data/*.yaml`, beside a table of the same name."""

    title: Local
    unit: Local
    summary: Local
    method: Local
    source: Web
    source_name: Local
    checked: Annotated[dt.date, BeforeValidator(as_date)]
    form: Annotated[str, BeforeValidator(one_of(*CHARTS))] = "line"
    goal: GoalFields | None = None
    series: tuple[SeriesFields, ...] = ()
    example: YesNo = False
