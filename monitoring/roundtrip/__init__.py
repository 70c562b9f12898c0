"""A member's form of a period as a workbook: filled without a line, and read back without writing over anybody."""
