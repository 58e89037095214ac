"""`python -m embedlab` is the command `embedlab`."""

from __future__ import annotations

from embedlab.commands.main import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
