"""Where contracts are read from: the same words as `npx taskgate generate` has."""

from taskgate.compatibility.sources.opened import SourceOptions, read

__all__ = ["SourceOptions", "read"]
