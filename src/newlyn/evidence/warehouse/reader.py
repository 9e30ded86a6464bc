"""Read the evidence in use: tables and observations, as Arrow tables, never changed.

A reader keeps to the build it was opened on; `refreshed` moves on to the newest. How a build is made is
`warehouse.build`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.library import find_indicator, indicators
from newlyn.evidence.order import in_order
from newlyn.evidence.warehouse.manifest import NAME, Manifest
from newlyn.evidence.warehouse.observation import KEY, SCHEMA
from newlyn.foundation.errors import WarehouseError


@dataclass(frozen=True)
class Warehouse:
    """One build, open for reading."""

    folder: Path
    """Folder of the warehouse, with all its builds."""
    digest: str
    """The build that is read."""

    @classmethod
    def open(cls, folder: Path) -> Warehouse:
        """The build in use.

        Raises
        ------
        WarehouseError
            If there is none yet, or it is damaged.
        """
        pointer = folder / "current"
        if not pointer.is_file():
            raise WarehouseError(f"there is no evidence in {folder}. Run `newlyn build PLACE` first.")
        warehouse = cls(folder, pointer.read_text(encoding="utf-8").strip())
        if not (warehouse.root / NAME).is_file():
            raise WarehouseError(f"the evidence in {folder} is incomplete. Run `newlyn build PLACE` again.")
        return warehouse

    def refreshed(self) -> Warehouse:
        """The same reader, or one on the newest build if the evidence was swapped since."""
        newest = Warehouse.open(self.folder)
        return self if newest.digest == self.digest else newest

    @property
    def root(self) -> Path:
        """Folder of the build."""
        return self.folder / "builds" / self.digest

    @cached_property
    def manifest(self) -> Manifest:
        """What the build is made of."""
        return Manifest.from_json((self.root / NAME).read_text(encoding="utf-8"))

    def has_table(self, table: str) -> bool:
        """Whether the build holds a declared table."""
        return any(entry.table == table for entry in self.manifest.tables)

    def table(self, table: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A declared table, whole or some of its columns; a `WarehouseError` if the build does not hold it."""
        self.manifest.entry(table)
        return self._read(f"tables/{table}.parquet", columns, None)

    def rows(self, table: str, column: str, values: Sequence[str]) -> pa.Table:
        """The rows of a declared table whose `column` has one of `values`."""
        self.manifest.entry(table)
        return self._read(f"tables/{table}.parquet", None, pc.field(column).isin(list(values)))

    def ancestry(self) -> pa.Table:
        """Which larger areas each census area lies in: (child_type, child, level, parent)."""
        return self._read("derived/ancestry.parquet", None, None)

    def observations(
        self,
        *,
        indicators: Sequence[str],
        areas: Sequence[str] | None = None,
        area_types: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
    ) -> pa.Table:
        """Observations of some indicators, sorted by area, indicator, period and group.

        Parameters
        ----------
        indicators : codes; each must be in the catalogue
        areas, area_types, periods : only these; all when absent

        Returns
        -------
        Table with the columns of `observe.SCHEMA`
        """
        wanted = {"indicator": indicators, "area": areas, "area_type": area_types, "period": periods}
        condition = None
        for name, values in wanted.items():
            if values is not None:
                one = pc.field(name).isin(pa.array(list(values), SCHEMA.field("area").type))
                condition = one if condition is None else condition & one
        files = sorted(
            {f"observations/{feed.table.id}.parquet" for code in indicators for feed in find_indicator(code).feeds}
        )
        parts = [self._read(file, None, condition) for file in files if self.manifest.part(file)]
        if not parts:
            return SCHEMA.empty_table()
        return in_order(pa.concat_tables(parts).unify_dictionaries(), KEY)

    def held_indicators(self) -> tuple[str, ...]:
        """Codes of the indicators that have at least one table in this build."""
        held = {entry.table for entry in self.manifest.tables}
        return tuple(code for code, item in indicators().items() if any(feed.table.id in held for feed in item.feeds))

    def _read(self, name: str, columns: Sequence[str] | None, condition: pc.Expression | None) -> pa.Table:
        # Brings pandas with it, which takes longer to load than a page to make; most pages read no table.
        import pyarrow.dataset as ds

        path = self.root / name
        try:
            return ds.dataset(path, format="parquet").to_table(columns=columns, filter=condition)
        except (pa.ArrowInvalid, OSError) as error:
            reason = str(error).splitlines()[0][:120]
            raise WarehouseError(
                f"{name} of the warehouse cannot be read ({reason}). Run `newlyn build PLACE` again."
            ) from None
