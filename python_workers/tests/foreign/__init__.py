"""Celery apps that were not written for Taskgate: nothing here imports it, and nobody checks its types."""
