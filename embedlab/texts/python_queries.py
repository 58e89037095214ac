"""Questions about Python in a learner's words, and the topics of its own help that answer them.

The topics are those of `pydoc_data.topics`; several may answer, because some hold the text of others. Written
for EmbedLab before any of it was searched.
"""

from __future__ import annotations

from embedlab.texts.help_desk import LabeledQuery, read_queries

__all__ = ["PYTHON_QUERIES"]

# questions to Python's own help, with the topics that answer them
PYTHON_QUERIES: tuple[LabeledQuery, ...] = read_queries("""
make sure that something holds, or stop the program > assert
add to a variable in one go > augassign
wait for a result without blocking > await | async
why does dividing give a decimal? > binary | numeric-types
flip single bits of a number > bitwise | unary | shifting
leave a loop early > break
jump to the next round of a loop > continue
let an object be used like a function > callable-types | specialnames
pass an unknown number of arguments > calls | function | compound
write a blueprint for objects > class | compound
is one value smaller than another? > comparisons
open a file and close it automatically > with | context-managers | compound
turn an int into a float when both are mixed > conversions
how do I control what print shows for my object? > customization | specialnames
step through code line by line to find a bug > debugger
remove an element or a name > del
look up a value by its key > dict | typesmapping | subscriptions
handle an error instead of crashing > try | exceptions | compound
do something only under a condition > if | compound
repeat for each element > for | compound
show a number with two digits after the point > formatstrings
set default values for parameters > function | compound
change a variable of the module from inside a function > global | naming
use code from another file > import
check whether an element is in a list > in | comparisons
a small function without a name > lambda
change a variable of the enclosing function > nonlocal | naming
which operator is evaluated first? > operator-summary
do nothing, as a placeholder > pass
square root by an exponent > power
trigger an error myself > raise
give a value back to the caller > return
take part of a list, from here to there > slicings | subscriptions | typesseq
remove spaces at both ends of a text > string-methods
split a sentence into words > string-methods
text over several lines in quotation marks > strings
is an empty list considered false? > truth | booleans
loop until something becomes untrue > while | compound
produce values one at a time > yield
complex numbers with j > imaginary | numbers
append to the end, insert, reverse > typesseq-mutable | typesseq
hook into reading a field that does not exist > attribute-access | specialnames
names that may not be used for variables > identifiers
underscore at the beginning of a name > id-classes | identifiers
""")
