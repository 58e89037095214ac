"""Slow or untrusted work outside the server's process.

`Sandbox` runs what a visitor's file or the network can break: only JSON and plain arrays come back.
"""

from __future__ import annotations

from embedlab.processes.sandbox import Sandbox

__all__ = ["Sandbox"]
