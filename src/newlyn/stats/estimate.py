"""What a method returns: limits, an estimate with its limits, a test; each carries the names of what it is.

How they are worded and rounded for readers is `publish`. What methods accept is in `argument`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from newlyn.stats.argument import Floats, normal_quantile


@dataclass(frozen=True, eq=False, slots=True)
class Limits:
    """Lower and upper confidence limits, of one shape, in the unit of the estimate."""

    lower: Floats
    upper: Floats
    method: str
    level: float

    def scaled(self, by: float | Floats) -> Limits:
        """The limits of the estimate times a positive number, as from a count to a rate."""
        return replace(self, lower=self.lower * by, upper=self.upper * by)


@dataclass(frozen=True, eq=False, slots=True)
class Estimate:
    """A figure with its confidence limits, all of one shape and in one unit."""

    value: Floats
    lower: Floats
    upper: Floats
    statistic: str
    """What it is, in the words of the field: `proportion`, `slope index of inequality`."""
    method: str
    """How the limits were worked out, by the name under which the field knows it: `Wilson`."""
    level: float

    @classmethod
    def within(cls, value: Floats, limits: Limits, statistic: str) -> Estimate:
        """An estimate between limits worked out by themselves."""
        return cls(value, limits.lower, limits.upper, statistic, limits.method, limits.level)

    @property
    def error(self) -> Floats:
        """The standard error that limits this far apart have if they are normal, as where only limits are published."""
        return (self.upper - self.lower) / (2 * normal_quantile(self.level))


@dataclass(frozen=True, eq=False, slots=True)
class Tested:
    """A test of a hypothesis: what was measured and how seldom chance alone goes as far."""

    score: Floats
    """The test statistic, such as z or chi-squared; missing where the test is exact and has none."""
    p: Floats
    """Two-sided p-value, from 0 to 1."""
    null: str
    """What is supposed true while testing: `the two proportions are equal`."""
    method: str
