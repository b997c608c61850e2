"""A sweep as one columnar file: CSV, or Parquet where pyarrow is there."""

from __future__ import annotations

import io
from typing import Any

from positions.errors import PositionsError, how_to_install
from positions.search.sweeps import Sweep
from positions.simulation import Band
from positions.writing import csv_text

__all__ = ["sweep_columns", "sweep_csv", "sweep_parquet"]


def sweep_columns(found: Sweep) -> dict[str, list[Any]]:
    """Return the table: one row a point, issue and wording; None where there is nothing to say.

    Columns: ``point``, each axis, ``absent`` (joined by ``+``), ``order`` (``>``), ``talks``, ``rule``, ``issue``,
    ``wording``, then median, low and high of ``p_passes`` and of ``p_stands``.
    """
    points = [found.plan.points[row.point] for row in found.rows]
    made: dict[str, list[Any]] = {"point": [row.point for row in found.rows]}
    for n, axis in enumerate(found.plan.axes):
        made[axis.name] = [p.values[n] for p in points]
    made["absent"] = ["+".join(p.absent) for p in points]
    made["order"] = [">".join(p.order) for p in points]
    made["talks"] = ["declared" if p.talks else "none" for p in points]
    made["rule"] = [p.rule for p in points]
    made["issue"] = [row.issue for row in found.rows]
    made["wording"] = [row.wording for row in found.rows]
    for name, bands in (
        ("p_passes", [r.passes for r in found.rows]),
        ("p_stands", [r.stands for r in found.rows]),
    ):
        for part, column in (("", "median"), ("_low", "low"), ("_high", "high")):
            made[name + part] = [_part(b, column) for b in bands]
    return made


def _part(band: Band | None, column: str) -> float | None:
    return None if band is None else float(getattr(band, column))


def sweep_csv(found: Sweep, *, marking: str, provenance: str) -> str:
    """Return the table as CSV; the file's marking and provenance stand in every row."""
    columns = sweep_columns(found)
    columns["file_marking"] = [marking] * len(found.rows)
    columns["provenance"] = [provenance] * len(found.rows)
    return csv_text([tuple(columns), *zip(*columns.values(), strict=True)])


def sweep_parquet(found: Sweep, *, marking: str, provenance: str) -> bytes:
    """Return the table as Parquet; marking and provenance are in the file's own metadata.

    Raises
    ------
    PositionsError
        When pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise PositionsError(
            "Parquet needs the package pyarrow, which is not installed",
            hint=f"{how_to_install('parquet')}; or name a file that ends in .csv",
        ) from None
    columns = sweep_columns(found)
    numbers = {"point": pa.int64(), **{a.name: pa.float64() for a in found.plan.axes}}
    numbers |= {name: pa.float64() for name in columns if name.startswith(("p_passes", "p_stands"))}
    table = pa.table({name: pa.array(held, numbers.get(name, pa.string())) for name, held in columns.items()})
    table = table.replace_schema_metadata({"marking": marking, "provenance": provenance})
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()
