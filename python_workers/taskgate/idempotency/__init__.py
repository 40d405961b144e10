"""Calls with an idempotency key: two of one task with one key are one run (PROTOCOL.md, I1 to I5)."""
