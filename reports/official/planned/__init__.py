"""What the forms that print a plan share: its lines as they were agreed, what was reported of them, and notes."""
