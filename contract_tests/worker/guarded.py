"""The worker of the live tests that uses Taskgate."""

import tally  # noqa: F401 (plain Celery tasks, which have contracts by their hints)
import variadic  # noqa: F401
from taskgate import create_app

app = create_app("guarded", tasks="scenarios")
