"""The Celery app of this repository: celery -A worker worker -Q cpu."""

from taskgate import create_app

app = create_app("worker", tasks="tasks")
