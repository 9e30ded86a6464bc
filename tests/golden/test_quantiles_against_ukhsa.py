"""Quantiles are those that UKHSA and MHCLG published, area by area."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.check_values import read_columns

from newlyn.evidence.sources.ingest import read_from_mirror
from newlyn.foundation.errors import InputError
from newlyn.stats.quantile import QUANTILE_NAMES, mhclg_quantiles, quantiles_of_ranks, ukhsa_quantiles
from newlyn.stats.rank import best_places

Columns = dict[str, np.ndarray]

# SOURCE: UKHSA, PHEindicatormethods 2.0, inputs and answers of its own tests of phe_quantile. Polarity TRUE, or "RAG -
# Low is good", puts the highest value first; where nothing is grouped, the highest value of all is first.
FILES = ("test_quantiles_g.csv", "test_quantiles_ug.csv", "Quantiles__Quantiles.csv")
NUMBER = {name: number for number, name in QUANTILE_NAMES.items()}


def _rows(columns: Columns, kept: np.ndarray) -> Columns:
    return {name: values[kept] for name, values in columns.items()}


def _codes(*labels: np.ndarray) -> np.ndarray:
    joined = np.array(["|".join(parts) for parts in zip(*labels, strict=True)])
    return np.unique(joined, return_inverse=True)[1]


def _sets(columns: Columns) -> list[tuple[Columns, np.ndarray, np.ndarray]]:
    """The rows of each way of grouping, with their groups and whether the highest comes first."""
    grouped = {"IndSexReg": ("IndSexRef", "ParentCode"), "IndSex": ("IndSexRef",)}
    found = []
    for way in np.unique(columns["GroupSet"]):
        rows = _rows(columns, (columns["GroupSet"] == way) & (columns["Test"] != "BadPolarity"))
        high = np.isin(rows["Polarity"], ["TRUE", "True", "RAG - Low is good"])
        everyone = np.zeros(len(high), dtype=int)
        group = _codes(*(rows[name] for name in grouped[way])) if way in grouped else everyone
        found.append((rows, group, high if way in grouped else everyone == 0))
    return found


@pytest.mark.parametrize("file", FILES)
def test_quantiles_and_places_are_those_of_ukhsa(check_values: Path, file: str) -> None:
    checked = 0
    for rows, group, high in _sets(read_columns(check_values / file)):
        number = NUMBER[str(rows["QuantileNm"][0])]
        quantile = ukhsa_quantiles(rows["Value"], number, highest_first=high, group=group)
        np.testing.assert_array_equal(quantile, rows["QuantileInGrp"])
        seen = ~np.isnan(rows["Value"])
        place = best_places(np.where(high, -1, 1)[seen] * rows["Value"][seen], group=group[seen])
        np.testing.assert_array_equal(place, rows["RankinGrp"][seen])
        checked += len(quantile)
    assert checked == 982


def test_regions_with_fewer_areas_than_tenths_have_none(check_values: Path) -> None:
    columns = read_columns(check_values / FILES[0])
    without = np.isnan(columns["QuantileInGrp"]) & ~np.isnan(columns["Value"])
    assert set(columns["ParentCode"][without]) == {"E12000004"}  # nine areas
    assert without.sum() == 18


def test_areas_of_one_group_with_two_polarities_are_refused_as_by_ukhsa(check_values: Path) -> None:
    rows = read_columns(check_values / "test_quantiles_fail.csv")
    group = _codes(rows["IndSexRef"])
    with pytest.raises(InputError, match="highest_first must be alike for all areas of a group; it is both"):
        ukhsa_quantiles(rows["Value"], 7, highest_first=rows["Polarity"] == "TRUE", group=group)
    found = ukhsa_quantiles(rows["Value"], 7, highest_first=True, group=group)
    np.testing.assert_array_equal(found, rows["QuantileInGrp"])


def test_quantiles_have_the_names_that_ukhsa_gives_them(check_values: Path) -> None:
    names = read_columns(check_values / "qnames.csv")
    published = dict(zip(names["quantiles"].astype(int).tolist(), names["qname"].tolist(), strict=True))
    assert dict(QUANTILE_NAMES) == published


# SOURCE: MHCLG, English Indices of Deprivation 2019, File 7, ranks and deciles of 32,844 areas, OGL v3.0.
@pytest.mark.parametrize(
    "domain", ["imd", "income", "employment", "education", "health", "crime", "barriers", "living"]
)
def test_tenths_of_deprivation_are_those_of_mhclg(mirror: Path, domain: str) -> None:
    table = read_from_mirror("iod2019", mirror).table
    rank, published = (table[f"{domain}_{column}"].to_numpy().astype(float) for column in ("rank", "decile"))
    np.testing.assert_array_equal(quantiles_of_ranks(rank, 10, areas=32_844), published)
    np.testing.assert_array_equal(mhclg_quantiles(rank, 10, highest_first=False), published)
