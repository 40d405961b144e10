"""Celery's settings and ours: their defaults, and the environment that overrides them."""
