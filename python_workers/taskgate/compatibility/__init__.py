"""Contracts compared with what they were: what breaks, for whom, and on which payload."""
