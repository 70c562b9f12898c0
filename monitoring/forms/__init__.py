"""Forms of periods and entries."""
