"""Makes src/test/resources/door-parquet: the rows of src/test/resources/door as Parquet, each file once as pyarrow writes it (and
so datasets, and the Hub) and once as DuckDB does.

    python src/test/python/make_door_parquet.py        # needs pyarrow 26.0.1 and duckdb 2.0.1

Cells of several types in one column have no Parquet column to stand in, so that such a file is left out.
"""

import json
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet

RESOURCES = Path(__file__).parents[1] / "resources"
MIXED = "m24_mapped_mixed_cells"


def main():
    folder = RESOURCES / "door-parquet"
    for writer in ("pyarrow", "duckdb"):
        (folder / writer).mkdir(parents=True, exist_ok=True)
    for file in sorted((RESOURCES / "door").glob("*.jsonl")):
        if file.stem != MIXED:
            rows = [json.loads(line) for line in file.read_text().splitlines()]
            pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "pyarrow" / f"{file.stem}.parquet")
            target = folder / "duckdb" / f"{file.stem}.parquet"
            duckdb.sql(f"COPY (SELECT * FROM read_json('{file}')) TO '{target}' (FORMAT parquet)")


main()
