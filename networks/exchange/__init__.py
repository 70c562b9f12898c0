"""Tables of people that go out of a network's own pages, and come back in after a look at what they change."""
