"""Every dataset of every publisher, read from the YAML files of this folder and checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from newlyn.definitions.document import line_of, load_definition
from newlyn.evidence.catalogue.library import tables
from newlyn.evidence.catalogue.table import Table
from newlyn.evidence.sources.dataset import Dataset, File, Filling, Publisher
from newlyn.evidence.sources.layout import Transform
from newlyn.foundation.errors import DefinitionError, NotFoundError, did_you_mean

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Offer:
    """A dataset together with who publishes it."""

    publisher: Publisher
    dataset: Dataset

    def transform(self, file: File) -> Transform | None:
        """The function of the publisher's module that `file` names, if it names one."""
        if file.transform is None:
            return None
        module = f"{__package__}.{self.publisher.id}"
        found = getattr(import_module(module), file.transform, None) if find_spec(module) else None
        if found is None:
            raise DefinitionError(
                f"{self.dataset.id}: there is no function {file.transform!r} in {self.publisher.id}.py. "
                f"Write it beside {self.publisher.id}.yaml, or correct the name."
            )
        return found  # type: ignore[no-any-return]  # a module's attribute has no static type


@cache
def offers() -> Mapping[str, Offer]:
    """Every dataset by id, with its publisher; each declared table is filled by exactly one of them."""
    found: dict[str, Offer] = {}
    filled: dict[str, str] = {}
    for publisher in _publishers():
        for dataset in publisher.datasets:
            if dataset.id in found:
                raise DefinitionError(f"the dataset {dataset.id!r} is defined twice.")
            found[dataset.id] = Offer(publisher, dataset)
            for filling in dataset.tables:
                _check_filling(filling, dataset, filled)
    return MappingProxyType(found)


def _publishers() -> Iterator[Publisher]:
    for path in sorted(FOLDER.glob("*.yaml")):
        publisher = load_definition(path, Publisher)
        if publisher.id != path.stem:
            line = line_of(path, "id")
            raise DefinitionError(
                f"{path}, line {line}: the id is {publisher.id!r} and the file is named {path.stem!r}."
            )
        yield publisher


def _check_filling(filling: Filling, dataset: Dataset, filled: dict[str, str]) -> None:
    known = tables()
    if filling.table not in known:
        hint = did_you_mean(filling.table, known)
        raise DefinitionError(f"{dataset.id}: {filling.table!r} is not a table of the catalogue. {hint}".rstrip())
    if filling.table in filled:
        raise DefinitionError(
            f"{dataset.id}: the table {filling.table!r} is already filled by {filled[filling.table]!r}."
        )
    filled[filling.table] = dataset.id
    for layout in filling.layouts:
        for file in layout.files:
            for name in (*file.columns, *file.constants, *file.rename):
                known[filling.table].column(name)


def find_offer(dataset: str) -> Offer:
    """The dataset of that id, or a `NotFoundError` with the nearest ids."""
    known = offers()
    if dataset not in known:
        hint = did_you_mean(dataset, known) or "`newlyn evidence datasets` lists them."
        raise NotFoundError(f"there is no dataset {dataset!r}. {hint}")
    return known[dataset]


def filling_of(table: Table) -> tuple[Offer, Filling]:
    """The dataset that fills a table, and how."""
    for offer in offers().values():
        for filling in offer.dataset.tables:
            if filling.table == table.id:
                return offer, filling
    raise DefinitionError(f"no dataset fills the table {table.id!r}. Add it to a YAML file of evidence/sources.")
