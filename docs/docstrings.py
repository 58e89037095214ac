"""For the documentation site: what the reference needs beyond the docstrings themselves.

- The comment behind a field or above it, such as a shape, is listed with the field; that of a constant is its
  docstring.
- Markdown would take an example (`>>> …`) for a quotation in a quotation in a quotation: they
  become blocks of code.
- A function with the name of its module, such as `embedlab.lookup.one_hot`, hides the module where it is
  imported, as in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import griffe

# lines of a session: the first begins with >>>, the last stands before an empty line
SESSION = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)
BEHIND = re.compile(r"\s# (?!noqa|type:|fmt:)(.+)$")
ABOVE = re.compile(r"\s*# (.+)$")


class Docstrings(griffe.Extension):
    """Changes docstrings, and puts functions in front of modules of their name."""

    def on_package(self, *, pkg: griffe.Module, loader: griffe.GriffeLoader, **others: Any) -> None:
        """Change the package once it is loaded and all names that lead through its modules are resolved."""
        loader.resolve_aliases(implicit=False, external=False)
        modules = list(_modules(pkg))
        for module in modules:
            _change_docstrings(module)
        for module in modules:
            for name in map(str, module.exports or ()):
                member = module.members.get(name)
                if isinstance(member, griffe.Module) and name in member.members:
                    module.members[name] = griffe.Alias(name, member.members[name], parent=module)


def _change_docstrings(obj: griffe.Object) -> None:
    """Change the docstring of an object and of what it holds; modules in a module are left out."""
    if isinstance(obj, griffe.Class) and obj.docstring is not None:
        obj.docstring.value += _list_fields(obj)
    if obj.docstring is None and isinstance(obj, griffe.Attribute) and obj.parent.is_module:
        comment = _comment_of(obj)
        obj.docstring = griffe.Docstring(comment, parent=obj) if comment else None
    if obj.docstring is not None:
        obj.docstring.value = SESSION.sub(r"```pycon\n\g<0>\n```", obj.docstring.value)
    for member in obj.members.values():
        if isinstance(member, griffe.Object) and not isinstance(member, griffe.Module):
            _change_docstrings(member)


def _list_fields(record: griffe.Class) -> str:
    """Return a section for the fields of a class that have no docstring; "" where there is none."""
    fields = [
        f"\n    {name}: {_comment_of(member)}"
        for name, member in record.members.items()
        if isinstance(member, griffe.Attribute)
        and member.docstring is None
        and "property" not in member.labels
        and not name.startswith("_")
    ]
    return "\n\nAttributes:" + "".join(fields) if fields else ""


def _comment_of(attribute: griffe.Attribute) -> str:
    """Return the comment of a field or a constant, "" where it has none."""
    if attribute.lineno is None or not isinstance(attribute.filepath, Path):
        return ""
    lines = _lines(attribute.filepath)
    first, last = attribute.lineno - 1, (attribute.endlineno or attribute.lineno) - 1
    comment = BEHIND.search(lines[first]) or BEHIND.search(lines[last]) or ABOVE.match(lines[first - 1])
    return comment[1] if comment else ""


@cache
def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _modules(module: griffe.Module) -> Iterator[griffe.Module]:
    yield module
    for member in module.members.values():
        if isinstance(member, griffe.Module):
            yield from _modules(member)
