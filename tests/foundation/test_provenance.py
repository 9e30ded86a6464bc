"""An origin is plain values, so that it can be kept as JSON and read back."""

from __future__ import annotations

from newlyn.foundation.digest import canonical_json
from newlyn.foundation.provenance import Origin

ORIGIN = Origin("imd", "x.csv", "Office", "Title", "OGL v3.0", None, None, "copies/x.csv", "ab" * 32, 12)


def test_an_origin_reads_back_what_it_wrote() -> None:
    assert Origin(**ORIGIN.to_dict()) == ORIGIN  # type: ignore[arg-type]


def test_an_origin_is_plain_values() -> None:
    assert canonical_json(ORIGIN.to_dict()).startswith('{"copied_from":"copies/x.csv","dataset":"imd"')
