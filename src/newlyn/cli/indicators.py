"""`newlyn indicators`: list the indicators, or explain one."""

from __future__ import annotations

import click

from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.library import find_indicator, indicators
from newlyn.evidence.warehouse.lineage import describe


@click.command()
@click.argument("code", required=False)
@click.option("--goal", type=click.Choice(list(GOALS)), help="Only those that bear on this Levelling Up Goal.")
def command(code: str | None, goal: str | None) -> None:
    """List the indicators, or explain the one with this CODE."""
    if code is not None:
        _explain(code)
        return
    chosen = [item for item in indicators().values() if goal is None or goal in item.goals]
    width = max((len(item.code) for item in chosen), default=0)
    for item in chosen:
        click.echo(f"{item.code:<{width}}  {item.label}")


def _explain(code: str) -> None:
    item = find_indicator(code)
    lines = [item.label, f"  code      {item.code}", f"  unit      {item.unit}", f"  direction {item.polarity}"]
    lines += [f"  goal      {goal} {GOALS[goal]}" for goal in item.goals]
    lines += [f"  from      {describe(item, feed)}" for feed in item.feeds]
    lines += [f"  example   {item.example.words}"]
    lines += [f"  caveat    {item.caveat}"] if item.caveat else []
    click.echo("\n".join(lines))
