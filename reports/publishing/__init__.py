"""What a network publishes: built from its records, frozen, and read by anybody."""
