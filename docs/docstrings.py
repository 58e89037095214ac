"""For the documentation site: what the reference needs beyond the docstrings themselves.

Markdown would take an example (`>>> …`) for a quotation within a quotation within a quotation: examples
become blocks of code. A function with the name of its module, such as `embedlab.lookup.one_hot`, hides the
module where it is imported, as in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import griffe

# lines of a session: the first begins with >>>, the last stands before an empty line
SESSION = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


class Docstrings(griffe.Extension):
    """Puts each session between fences, and functions in front of modules of their name."""

    def on_object(self, *, obj: griffe.Object, **others: Any) -> None:
        """Change the docstring of a module, class, function or value."""
        if obj.docstring is not None:
            obj.docstring.value = SESSION.sub(r"```pycon\n\g<0>\n```", obj.docstring.value)

    def on_package(self, *, pkg: griffe.Module, loader: griffe.GriffeLoader, **others: Any) -> None:
        """Put functions in front of modules, once all names that lead through the modules are resolved."""
        loader.resolve_aliases(implicit=False, external=False)
        for module in [*_packages(pkg)]:
            for name in module.exports or ():
                member = module.members.get(str(name))
                if isinstance(member, griffe.Module) and str(name) in member.members:
                    module.members[str(name)] = griffe.Alias(
                        str(name), member.members[str(name)], parent=module
                    )


def _packages(module: griffe.Module) -> Iterator[griffe.Module]:
    yield module
    for member in module.members.values():
        if isinstance(member, griffe.Module):
            yield from _packages(member)
