"""The comparison of what is expected with what there is: as JSON tells values apart, and no further."""

from typing import Any


def same(left: Any, right: Any) -> bool:
    """Equality that tells true from 1, 1 from 1.0, and a missing member from null."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)
