"""Tables: a person's own file of vectors, in whichever of the common formats it was written."""

from embedlab.tables.reading import read_vector_table
from embedlab.tables.table import VectorTable

__all__ = ["VectorTable", "read_vector_table"]
