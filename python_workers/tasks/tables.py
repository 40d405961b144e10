"""Profiles of tables in files."""

from typing import Annotated

import polars as pl
from pydantic import BaseModel, Field

from taskgate import task
from tasks.files import FileUnreadable, locate


class Column(BaseModel):
    """What is in one column of a table."""

    name: str
    type: str = Field(description="The type that polars reads it as.")
    missing: int = Field(description="Cells without a value.")
    distinct: int = Field(description="Different values, a missing one counted as a value.")
    mean: float | None = Field(description="Null where the column does not hold numbers.")
    minimum: float | None = Field(description="Null where the column does not hold numbers.")
    maximum: float | None = Field(description="Null where the column does not hold numbers.")


class Profile(BaseModel):
    """What is in a table."""

    rows: int
    columns: list[Column]


IRIS = [
    {
        "name": f"column_{index}",
        "type": kind,
        "missing": 0,
        "distinct": distinct,
        "mean": mean,
        "minimum": minimum,
        "maximum": maximum,
    }
    for index, (kind, distinct, mean, minimum, maximum) in enumerate(
        [
            ("Float64", 35, 5.843333, 4.3, 7.9),
            ("Float64", 23, 3.057333, 2.0, 4.4),
            ("Float64", 43, 3.758, 1.0, 6.9),
            ("Float64", 22, 1.199333, 0.1, 2.5),
            ("Int64", 3, 1.0, 0.0, 2.0),
        ]
    )
]
"""The columns of scikit-learn's flowers, which the example below profiles."""


@task(
    queue="cpu",
    raises=[FileUnreadable],
    examples=[
        {
            "arguments": {"location": "nowhere.csv"},
            "exception": "tasks.files.FileUnreadable",
            "details": {
                "location": "nowhere.csv",
                "reason": "there is no such file on the worker's machine",
            },
        },
        {"arguments": {"location": "sample:china.jpg"}, "exception": "tasks.files.FileUnreadable"},
        {
            "arguments": {"location": "sample:iris.csv", "header": False, "skip_lines": 1},
            "result": {"rows": 150, "columns": IRIS},
        },
    ],
)
def profile(
    location: str, *, header: bool = True, skip_lines: Annotated[int, Field(ge=0, le=1000)] = 0
) -> Profile:
    """Describe every column of a CSV file.

    `header` says whether the first line that is not skipped names the columns; otherwise they are column_0
    and so on. `skip_lines` leaves out that many lines at the beginning.
    """
    try:
        table = pl.read_csv(
            locate(location), has_header=header, skip_lines=skip_lines, infer_schema_length=None
        )
    except pl.exceptions.PolarsError as error:
        raise FileUnreadable(location, f"it is not a CSV file that polars can read: {error}") from None
    return Profile(rows=table.height, columns=[_describe(column) for column in table.get_columns()])


def _describe(column: pl.Series) -> Column:
    numbers = column.cast(pl.Float64) if column.dtype.is_numeric() and column.count() else None
    return Column(
        name=column.name,
        type=str(column.dtype),
        missing=column.null_count(),
        distinct=column.n_unique(),
        mean=None if numbers is None else _number(numbers.mean()),
        minimum=None if numbers is None else _number(numbers.min()),
        maximum=None if numbers is None else _number(numbers.max()),
    )


def _number(value: object) -> float | None:
    return round(value, 6) if isinstance(value, float) else None
