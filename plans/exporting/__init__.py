"""A plan as a matrix of Word or Excel that people can work in, and that is imported again without a difference.

What is not kept: spaces that stand double or at the ends of a text, and the signs that no document can carry.
"""

from plans.exporting.docx import to_docx
from plans.exporting.matrix import Heading
from plans.exporting.xlsx import to_xlsx

__all__ = ["Heading", "to_docx", "to_xlsx"]
