"""How well each of the 14 goals is evidenced, and what nobody measures of it.

The reasons, outcome by outcome, are in the manual: Which outcomes speak for which goal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class GoalWords:
    """A judgement of the makers of Newlyn, not of a publisher."""

    evidence: str
    """`good`: several direct measures with a series for districts; `fair`: parts are covered; `thin`: hardly."""
    unmeasured: str


UNKNOWN = GoalWords("not judged", "")

GOAL_WORDS: Mapping[str, GoalWords] = MappingProxyType(
    {
        "lug-01": GoalWords(
            "good",
            "The share with a good level of development since 2021/22, attendance at nursery and the gap between "
            "poorer children and others are not measured for districts.",
        ),
        "lug-02": GoalWords(
            "fair",
            "Progress, exclusions, special needs and the gap for disadvantaged pupils are not measured; absence "
            "only for counties. Covid left holes in 2019/20 and 2020/21.",
        ),
        "lug-03": GoalWords(
            "fair",
            "Where pupils go after 16 and 18 and who goes to university are not measured for districts here.",
        ),
        "lug-04": GoalWords(
            "thin: proxies alone",
            "Nobody publishes for districts who can reach careers advice, a mentor or an internship. Both proxies "
            "count people who did find a way in, advised or not. Surveys or records of the services themselves "
            "would be needed.",
        ),
        "lug-05": GoalWords(
            "good for unemployment, none for fairness",
            "Whether hiring is fair is not measured: it needs selection records of employers.",
        ),
        "lug-06": GoalWords(
            "thin: proxies alone",
            "Neither security of work (hours, contracts) nor progress (moves to a better job, pay over a life) is "
            "published for districts. Pay may rise because well-paid people move in.",
        ),
        "lug-07": GoalWords(
            "fair for income, thin for finance",
            "Savings, debt, refusals, costly credit and access to a bank are not measured. First-time buyers are "
            "one proxy for credit.",
        ),
        "lug-08": GoalWords(
            "good",
            "Loneliness in the whole population is not measured for districts; healthy life expectancy and care "
            "only for counties. Survey limits are wide.",
        ),
        "lug-09": GoalWords(
            "good",
            "Small and medium firms per head, the self-employed and who owns businesses are not measured; the "
            "count of businesses needs residents to become a rate.",
        ),
        "lug-10": GoalWords(
            "thin: short series",
            "Only coverage is measured: not who is online, who has a device, who can afford it or who has the "
            "skill. Gigabit has two days; the basic connection ended in 2021; the rest has one day.",
        ),
        "lug-11": GoalWords(
            "fair, but old",
            "Modelled journeys end in 2019. Buses that run, fares, delays and who can use them are not measured.",
        ),
        "lug-12": GoalWords(
            "fair",
            "Crime, homelessness and temporary accommodation have one time or have ended; the quality of homes, "
            "rents and access to green space have no series for districts. Clean air is a proxy for green.",
        ),
        "lug-13": GoalWords(
            "fair for emissions, none for business",
            "Green firms and jobs are not measured. Energy used at home is a proxy that cannot tell saving from "
            "hardship.",
        ),
        "lug-14": GoalWords(
            "thin: proxies alone",
            "No pay gap or seniority by sex or ethnicity is published for districts here. Employers report their "
            "gender pay gap from a registered address, which tells of employers, not places. The proxies show "
            "gaps in health.",
        ),
    }
)
