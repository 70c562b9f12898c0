"""What is read of networks and people."""
