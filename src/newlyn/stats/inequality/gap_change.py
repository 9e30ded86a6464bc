"""Whether a gap closed between two periods, and which of the two groups moved.

The gap itself is in `gap`; whether a series of figures is rising or falling is in `direction`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from newlyn.foundation.errors import InputError
from newlyn.stats.estimate import Estimate
from newlyn.stats.inequality.gap import Gap
from newlyn.stats.inequality.polarity import Polarity
from newlyn.stats.interval.recovery import recovered_difference, recovered_ratio


@dataclass(frozen=True, eq=False, slots=True)
class GapChange:
    """How a gap changed from one period to the next, and what part of the change each group made."""

    absolute: Estimate
    """The later gap less the earlier; below 0 where it closed."""
    relative: Estimate
    """The later relative gap over the earlier; below 1 where it closed."""
    by_worse_off: Estimate
    """The part of the absolute change made by the worse off; below 0 where they came to fare better."""
    by_better_off: Estimate
    """The part made by the better off; below 0 where they came to fare worse."""
    reads: str
    """The signs in plain words."""


def change_in_gap(before: Gap, after: Gap) -> GapChange:
    """Whether a gap closed between two periods, and whether the worse off or the better off moved.

    A gap also closes when the better off fall behind. The absolute change is split exactly into what each group's own
    figure did: the two parts add up to it.

    Parameters
    ----------
    before : Gap
        The gap in the earlier period.
    after : Gap
        The gap in the later period, of the same groups. The periods must not overlap: figures of 2016–18 and 2017–19
        share two years of events, and these limits do not allow for that. Missing makes missing.

    Returns
    -------
    GapChange
        Limits by recovery of variances, each from the limits of the two figures or gaps compared.

    Raises
    ------
    InputError
        If the two gaps are of different statistics or levels, mean different things by a higher figure, or their
        shapes do not go together.

    References
    ----------
    Zou and Donner (2008), Construction of confidence limits about effect measures: a general approach, Statist. Med.
    27: 1693–1702, equations 2 and 3, applied twice.
    Harper and Lynch (2005), Methods for Measuring Cancer Disparities, NCI Cancer Surveillance Monograph 6, NIH
    Publication 05-5777 (absolute and relative change can disagree).

    Examples
    --------
    >>> from newlyn.stats.inequality.gap import estimate_with_error, gap_between
    >>> def years(value):
    ...     return estimate_with_error(value, 0.2, statistic="life expectancy")
    >>> before = gap_between(years([74.0]), years([83.0]), higher_is="better")
    >>> after = gap_between(years([73.8]), years([83.5]), higher_is="better")
    >>> found = change_in_gap(before, after)
    >>> found.absolute.value.round(1).tolist(), found.absolute.lower.round(2).tolist()
    ([0.7], [-0.08])
    >>> found.by_worse_off.value.round(1).tolist(), found.by_better_off.value.round(1).tolist()
    ([0.2], [0.5])
    """
    if before.higher_is != after.higher_is:
        raise InputError(
            f"both gaps must mean the same by a higher figure; got {before.higher_is} before and {after.higher_is} "
            "after."
        )
    worse_when_higher = Polarity.of(before.higher_is).worse_when_higher

    def worsening(early: Estimate, late: Estimate) -> Estimate:
        return recovered_difference(late, early) if worse_when_higher else recovered_difference(early, late)

    return GapChange(
        replace(recovered_difference(after.absolute, before.absolute), statistic="change in the absolute gap"),
        replace(recovered_ratio(after.relative, before.relative), statistic="change in the relative gap"),
        replace(worsening(before.worse_off, after.worse_off), statistic="change made by the worse off"),
        replace(worsening(after.better_off, before.better_off), statistic="change made by the better off"),
        "An absolute change below 0, and a relative change below 1, mean that the gap closed. A part below 0 made it "
        "smaller: the worse off came to fare better, or the better off to fare worse.",
    )
