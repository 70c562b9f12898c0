"""Who may open each URL of this app."""

from tests.access import Row

ROWS: list[Row] = []
