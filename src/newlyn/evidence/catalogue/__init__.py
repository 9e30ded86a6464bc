"""The catalogue: what the tables hold and what each indicator means, as frozen values checked when written."""
