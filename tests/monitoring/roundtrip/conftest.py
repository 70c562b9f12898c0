import pytest

from tests.monitoring.roundtrip.workbooks import add_everything


@pytest.fixture
def asked(reporting):
    """A member with something of everything to report."""
    return add_everything(reporting)
