"""Tables: a person's own file of vectors, in whichever of the common formats it was written."""

from embedlab.tables.reading import read_vector_table
from embedlab.tables.table import VectorTable
from embedlab.tables.untrusted import read_untrusted_table

__all__ = ["VectorTable", "read_untrusted_table", "read_vector_table"]
