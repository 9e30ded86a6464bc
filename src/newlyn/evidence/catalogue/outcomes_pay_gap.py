"""Gender pay gap reports of employers: a table without areas, for whoever measures equality.

An employer reports for all its staff in Great Britain from its registered address, so its figures are those of no
district and no indicator of places is made of them. The name of the person who signed is published and is
not kept here.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.table import Column, Table

_QUARTERS = ("lower", "lower_middle", "upper_middle", "top")
_SEXES = ("male", "female")


def _share(name: str, meaning: str) -> Column:
    # Published as typed by employers: one reports 100.4% of women with a bonus, so 100 is not enforced.
    return Column(name, "number", f"{meaning}, %", least=0, required=False)


def _gap(name: str, meaning: str) -> Column:
    # No lower limit: where women are paid more the gap is negative, and one woman's bonus can make it thousands.
    return Column(name, "number", f"{meaning}, % of men's; negative where women receive more", most=100, required=False)


PAY_GAP = Table(
    "gender_pay_gap",
    "Gender pay gap reports by employer and reporting year",
    (
        Column("employer", "text", "The service's id of the employer; its name where a file has no ids"),
        Column("period", "period", "Reporting year: pay is that of the spring in which it begins"),
        Column("name", "text", "Employer as it was named in the report"),
        Column("current_name", "text", "Employer as it is named now", required=False),
        Column("postcode", "text", "Postcode of the registered address", required=False),
        Column("company_number", "text", "Number at Companies House; public bodies have none", required=False),
        Column("sic_codes", "text", "Industry codes, separated by commas", required=False),
        Column("size", "text", "Band of employees"),
        _gap("mean_hourly_gap", "Gap in mean hourly pay"),
        _gap("median_hourly_gap", "Gap in median hourly pay"),
        _gap("mean_bonus_gap", "Gap in mean bonus"),
        _gap("median_bonus_gap", "Gap in median bonus"),
        *(_share(f"{sex}_bonus", f"{sex.title()} employees who received a bonus") for sex in _SEXES),
        *(
            _share(f"{sex}_{quarter}_quarter", f"{sex.title()} share of the {quarter.replace('_', ' ')} quarter of pay")
            for quarter in _QUARTERS
            for sex in _SEXES
        ),
        Column("late", "text", "Whether the report came after the deadline", accepted=("true", "false")),
        Column("submitted", "text", "When the report was submitted, as published"),
    ),
    grain=("employer", "period"),
)
