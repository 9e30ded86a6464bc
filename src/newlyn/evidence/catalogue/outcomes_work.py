"""Outcomes of work and money: jobs, pay, household income and enterprise."""

from __future__ import annotations

from newlyn.evidence.catalogue.outcomes_els import ELS
from newlyn.evidence.catalogue.outcomes_series import BETTER, NEITHER, WORSE, Series, indicators_of

_SURVEY = (
    "Annual Population Survey: small samples in a district and falling response, so read the limits before the change."
)
_REGISTERED = "Businesses are placed where they are registered; many at one postcode can distort a small district."

JOBS = (
    Series(
        "work.claimant_count",
        "Residents of working age who claim benefits for being out of work",
        "Claimant Count",
        "%",
        WORSE,
        ("lug-05",),
        caveat=(
            "A change of benefit moves it: Universal Credit asks more people to look for work than Jobseeker's "
            "Allowance did. Every year is divided by the residents of mid-2023."
        ),
    ),
    Series(
        "work.employment_rate",
        "Residents of working age in employment",
        "Employment rate",
        "%",
        BETTER,
        ("lug-05",),
        caveat=_SURVEY,
        limits=True,
    ),
    Series(
        "work.economic_inactivity",
        "Residents of working age neither in work nor looking for it",
        "Economically inactive",
        "%",
        WORSE,
        ("lug-05",),
        caveat=f"{_SURVEY} Students, carers and the early retired count as inactive.",
        limits=True,
    ),
    Series(
        "work.unemployment",
        "Unemployed residents, as modelled",
        "Modelled unemployment rate",
        "%",
        WORSE,
        ("lug-05",),
        caveat="Estimated from the survey and the claimant count together, so it is no independent check on either.",
        limits=True,
        modelled=True,
    ),
    Series(
        "work.median_weekly_pay",
        "Median gross weekly pay of residents",
        "Gross median weekly pay",
        "£ a week",
        BETTER,
        (),
        {"lug-06": "it shows what jobs pay, not whether they are secure or whether anyone advances in them"},
        caveat="All employee jobs, full and part time, in pounds of the year; the self-employed are left out.",
        limits=True,
        decimals=0,
    ),
    Series(
        "work.value_added_per_hour",
        "Value added per hour worked",
        "Gross value added per hour worked",
        "£",
        BETTER,
        (),
        {"lug-06": "it shows how productive local jobs are, which bounds what they can pay and lead to"},
        caveat="By workplace, smoothed over years, in pounds of the year. No row for England is published here.",
    ),
    Series(
        "work.value_added_per_job",
        "Value added per filled job",
        "Gross value added per filled job",
        "£ a year",
        BETTER,
        caveat="By workplace, smoothed over years, in pounds of the year. No row for England is published here.",
        decimals=0,
    ),
)

MONEY = (
    Series(
        "income.disposable",
        "Gross disposable household income per head",
        "Gross disposable household income",
        "£ a year",
        BETTER,
        ("lug-07",),
        caveat="A mean in pounds of the year, with the rent that owners would pay themselves; last year provisional.",
        modelled=True,
        decimals=0,
    ),
    Series(
        "income.children_in_poverty",
        "Children in relative low income families, before housing costs",
        "Children in relative poverty before housing costs",
        "%",
        WORSE,
        ("lug-07",),
        caveat="Under sixteen. Calibrated to a national survey; last year provisional. No row for England is given.",
        modelled=True,
    ),
    Series(
        "income.children_in_poverty_after_housing",
        "Children in relative low income families, after housing costs",
        "Children in relative poverty after housing costs",
        "%",
        WORSE,
        ("lug-07",),
        caveat="Under sixteen. Calibrated to a national survey; two years only. No row for England is published here.",
        modelled=True,
    ),
    Series(
        "income.first_time_buyer_mortgages",
        "Mortgages sold to first-time buyers",
        "First-time buyer mortgage sales",
        "per 1,000 dwellings",
        BETTER,
        (),
        {
            "lug-07": "it counts one kind of credit that was granted, not savings, borrowing at fair cost or refusals",
            "lug-12": "it shows how many could buy, which follows lending rules as much as homes",
        },
        caveat="Lenders define a first-time buyer differently; buyers without a mortgage are not counted.",
    ),
)

_SURVIVAL = (("One", 1), ("Two", 2), ("Three", 3), ("Four", 4), ("Five", 5))

ENTERPRISE = (
    Series(
        "enterprise.active_businesses",
        "Active businesses",
        "Active businesses",
        "businesses",
        BETTER,
        ("lug-09",),
        caveat=f"A count, not a rate per head: compare an area with itself. {_REGISTERED}",
        decimals=0,
    ),
    Series(
        "enterprise.births",
        "Businesses born in the year",
        "Business births",
        "% of active businesses",
        BETTER,
        ("lug-09",),
        caveat=_REGISTERED,
    ),
    Series(
        "enterprise.deaths",
        "Businesses that ceased in the year",
        "Business deaths",
        "% of active businesses",
        NEITHER,
        ("lug-09",),
        caveat=f"A lively economy has both births and deaths; the last two years are provisional. {_REGISTERED}",
    ),
    Series(
        "enterprise.high_growth",
        "High growth businesses",
        "High growth businesses",
        "% of businesses with ten or more employees",
        BETTER,
        ("lug-09",),
        caveat="Few businesses in a district: one more or less moves the figure.",
    ),
    *(
        Series(
            f"enterprise.survival_{years}_year",
            f"New businesses that live {years} year{'s' if years > 1 else ''}",
            f"{word}-year survival rate",
            "%",
            BETTER,
            ("lug-09",),
            caveat=f"The period is the year of birth. {_REGISTERED}",
        )
        for word, years in _SURVIVAL
    ),
)

INDICATORS = indicators_of(ELS, (*JOBS, *MONEY, *ENTERPRISE))
