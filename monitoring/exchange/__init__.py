"""Tables of sessions that go out of a network's own pages and come back in."""
