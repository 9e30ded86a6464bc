"""Begin a transaction in the database of the environment, say so, and wait to be killed in the middle of it."""

import sys
import time


def begin() -> None:
    import django

    django.setup()

    from django.contrib.auth.models import Group  # which Django must know first
    from django.db import transaction

    Group.objects.create(name="written before")
    with transaction.atomic():
        Group.objects.bulk_create(Group(name=f"half {number}") for number in range(5000))
        Group.objects.filter(name="written before").update(name="changed")
        sys.stdout.write("in the middle\n")
        sys.stdout.flush()
        time.sleep(60)


if __name__ == "__main__":
    begin()
