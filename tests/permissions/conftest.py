import pytest
from django.db import transaction

from .world import make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Created once for a module; each test rolls back its own changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
