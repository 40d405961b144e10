"""The worker of the live tests that uses Taskgate."""

import tally  # noqa: F401 (a plain Celery task, for it has no contract)
from taskgate import create_app

app = create_app("guarded", tasks="scenarios")
