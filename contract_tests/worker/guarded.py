"""The worker of the live tests that uses Taskgate."""

from taskgate import create_app

app = create_app("guarded", tasks="scenarios")
