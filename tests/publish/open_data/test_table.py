from __future__ import annotations

import pyarrow as pa
from tests.publish.open_data.tables import describe_hamlets, hamlets


def test_columns_are_found_by_name_and_stored_by_kind() -> None:
    about = describe_hamlets()
    assert about.column("since").title == "Since"
    assert about.schema() == hamlets().schema
    assert about.schema().field("code") == pa.field("code", pa.string(), nullable=False)
