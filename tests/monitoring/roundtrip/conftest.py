import pytest

from tests.monitoring.roundtrip.workbooks import add_everything, imported


@pytest.fixture
def asked(reporting):
    """A member with something of everything to report."""
    return add_everything(reporting)


@pytest.fixture
def read(tmp_path, technician):
    """`read(content, *flags)` is what the command says to the técnica."""
    return lambda content, *flags: imported(tmp_path, content, technician.username, *flags)
