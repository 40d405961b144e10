"""The contract of a task: what a function or a plain Celery task says of itself, and its files."""
