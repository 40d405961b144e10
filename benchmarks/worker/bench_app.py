"""The benchmarks' worker: one app, as `create_app` makes it, for every peer that speaks Celery."""

from taskgate import create_app

app = create_app("bench_app", tasks="bench_tasks")
