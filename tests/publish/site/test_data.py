from __future__ import annotations

import pytest

from newlyn.publish.open_data.table import SourceFile
from newlyn.publish.site.data import (
    DataPage,
    Example,
    Form,
    IndicatorNote,
    Size,
    TableNote,
    ThemeNote,
    answer_words,
    form_of,
    licence_notes,
    render_data,
)
from newlyn.publish.site.frame import Frame
from newlyn.publish.site.link import ServedLinks, StaticLinks

NASTY = '<script>alert("x")</script>'


def values(**other: object) -> DataPage:
    forms = (Form("CSV, 1 kB", "data/areas.csv"),)
    known: dict[str, object] = {
        "answer": "All 12 figures can be downloaded.",
        "place": (
            TableNote("Areas", "Areas of Saltmarch", "One row each.", "12", forms, "data/areas.csv-metadata.json"),
        ),
        "observations": (TableNote("All themes", "All observations", "", "99", forms, ""),),
        "deprivation": (),
        "themes": (ThemeNote("census", "Census: 1 indicator", (IndicatorNote(NASTY, "census.age", forms),)),),
        "area": "E01000001",
        "area_title": "Quay",
        "districts": (("Marsh", "E07000001"),),
        "licences": licence_notes([SourceFile("ONS", "T", "OGL v3.0", "f", "00")]),
        "fictional": False,
        "api": "api/v1/",
        "slug": "saltmarch",
        "most": "1,000",
        "examples": (Example("What?", "/api/v1/places", '{"total": 1}'),),
    }
    return DataPage(**{**known, **other})  # type: ignore[arg-type]


def test_text_from_data_is_only_ever_text() -> None:
    text = render_data(values(), Frame.neutral(), ServedLinks("/saltmarch/"))
    assert NASTY not in text
    assert "&lt;script&gt;" in text


def test_a_table_is_linked_to_its_description_where_it_has_one() -> None:
    text = render_data(values(), Frame.neutral(), ServedLinks("/saltmarch/"))
    assert 'href="/saltmarch/data/areas.csv-metadata.json"' in text
    assert text.count("Its columns") == 1


def test_the_service_shows_what_the_api_answers_and_a_copy_says_that_none_does() -> None:
    served = render_data(values(), Frame.neutral(), ServedLinks("/saltmarch/"))
    assert "GET /api/v1/places" in served
    assert 'href="/api/v1/openapi.json"' in served
    frame = Frame(**{**vars(Frame.neutral()), "served": False})
    copy = render_data(values(), frame, StaticLinks("data"))
    assert "no service answers behind it" in copy
    assert "openapi.json" not in copy
    assert 'href="data/areas.csv"' in copy


def test_what_is_made_up_is_not_said_to_have_a_licence() -> None:
    text = render_data(values(fictional=True), Frame.neutral(), ServedLinks("/saltmarch/"))
    assert "The figures are made up" in text
    assert "Open Government Licence v3.0: ONS" not in text


def test_a_licence_names_every_publisher_that_uses_it_once() -> None:
    files = [
        SourceFile("ONS", "A", "OGL v3.0", "a", "00"),
        SourceFile("ONS", "B", "Open Government Licence v3.0. Source: ONS.", "b", "01"),
        SourceFile("MHCLG", "C", "OGL v3.0", "c", "02"),
        SourceFile("A parish", "D", "Ask us", "d", "03"),
    ]
    assert [(one.name, one.publishers, bool(one.href)) for one in licence_notes(files)] == [
        ("Open Government Licence v3.0", "MHCLG and ONS", True),
        ("Ask us", "A parish", False),
    ]


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (None, "CSV"),
        (Size(999), "CSV, 999 bytes"),
        (Size(36_294_485, "about"), "CSV, about 36 MB"),
        (Size(400_000, "about"), "CSV, about 1 MB"),
        (Size(4_469_520, "under"), "CSV, under 5 MB"),
    ],
)
def test_a_size_that_was_estimated_says_so(size: Size | None, words: str) -> None:
    assert form_of(".csv", "data/areas.csv", size).words == words


def test_the_answer_counts_what_there_is() -> None:
    assert answer_words("Saltmarch", 1, 1, 1, fictional=False).startswith(
        "All 1 figures of Saltmarch, on 1 indicator and 1 area, can be downloaded and used again"
    )
