"""The reference is complete: whatever a person can set, type, be refused by or look up has its place in it."""

import re

import click
import pytest
from docs.keys import kind_of, models_within
from docs.reference import walk_commands, write_reference

from newlyn.cli.root import COMMANDS
from newlyn.evidence.catalogue.library import indicators, tables
from newlyn.evidence.sources.dataset import Publisher
from newlyn.evidence.sources.library import offers
from newlyn.foundation.errors import FAMILIES
from newlyn.foundation.settings import SETTINGS
from newlyn.geography.code import AREA_TYPES
from newlyn.packs.place import Place

ALL = dict(walk_commands())


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.variable)
def test_every_setting_has_its_meaning_and_default(setting, reference):
    assert f"| `{setting.variable}` | {setting.meaning} | {setting.default} |" in reference["settings.md"]


@pytest.mark.parametrize("path", ALL)
def test_every_command_has_its_section_with_all_its_options(path, reference):
    _, _, rest = reference["commands.md"].partition(f"## {path}\n")
    section = rest.split("\n## ")[0]
    for option in ALL[path].params:
        if isinstance(option, click.Option):
            assert any(f"`{name}" in section for name in option.opts), option.name
            assert option.help in section.replace("\\*", "*"), option.name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_that_help_shows_for_a_command_is_one_of_its_own(name):
    # The root knows one line of each command so that it need not import them; it must be about the same command.
    words = set(re.findall(r"\w{5,}", COMMANDS[name][1].lower()))
    assert words & set(re.findall(r"\w{5,}", (ALL[f"newlyn {name}"].help or "").lower()))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.__name__)
def test_every_family_of_errors_has_its_exit_code_and_status(family, reference):
    row = next(line for line in reference["errors.md"].splitlines() if f"`{family.__name__}`" in line)
    assert row.endswith(f"| {family.exit_code} | {family.http_status} |")


def test_exit_codes_tell_the_families_apart():
    assert len({family.exit_code for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("model", models_within(Place), ids=lambda one: one.__name__)
def test_every_key_of_a_place_pack_is_told(model, reference):
    assert_keys_are_told(model, reference["place-yaml.md"])


@pytest.mark.parametrize("model", models_within(Publisher), ids=lambda one: one.__name__)
def test_every_key_of_a_dataset_is_told(model, reference):
    assert_keys_are_told(model, reference["dataset-yaml.md"])


def assert_keys_are_told(model, page):
    section = page.partition(f"## {model.__name__}\n")[2].split("\n## ")[0]
    for key in model.model_fields:
        assert f"| `{key}` |" in section, f"{model.__name__}.{key}"


@pytest.mark.parametrize("dataset", offers())
def test_every_dataset_has_its_licence_page_and_tables(dataset, reference):
    one = offers()[dataset].dataset
    section = reference["datasets.md"].partition(f"### {dataset}\n")[2].split("\n### ")[0]
    assert one.page in section
    assert "- licence: " in section
    for filling in one.tables:
        assert f"tables.md#{filling.table})" in section


@pytest.mark.parametrize("table", tables())
def test_every_table_has_its_columns(table, reference):
    section = reference["tables.md"].partition(f"## {table}\n")[2].split("\n## ")[0]
    for column in tables()[table].columns:
        assert f"| `{column.name}` | {column.kind} |" in section


@pytest.mark.parametrize("code", indicators())
def test_every_indicator_has_its_page_with_unit_feeds_and_example(code, reference):
    one = indicators()[code]
    section = reference[f"indicators-{one.theme}.md"].partition(f"## {code}\n")[2].split("\n## ")[0]
    assert f"- unit: {one.unit}" in section
    assert f"- polarity: {one.polarity}" in section
    for feed in one.feeds:
        assert f"tables.md#{feed.table.id})" in section
    assert f"Example, for {one.example.area}: " in section
    assert ("**Caveat.**" in section) is bool(one.caveat)


@pytest.mark.parametrize("kind", sorted({one.kind for one in AREA_TYPES.values()}))
def test_every_kind_of_area_has_its_row(kind, reference):
    assert f"| `{kind}` | {AREA_TYPES[kind].singular} |" in reference["area-types.md"]


def test_a_page_of_something_that_is_no_more_is_taken_away(tmp_path):
    (tmp_path / "indicators-gone.md").write_text("# Gone\n", encoding="utf-8")
    written = write_reference(tmp_path)
    assert sorted(tmp_path.glob("*.md")) == sorted(written)


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (str, "text"),
        (int | None, "whole number"),
        (tuple[str, ...], "list of text"),
        (dict[str, str | int], "mapping of text to text or whole number"),
    ],
)
def test_what_a_key_holds_is_said_in_words(annotation, words):
    assert kind_of(annotation) == words
