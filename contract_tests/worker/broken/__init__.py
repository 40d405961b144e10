"""A worker whose tasks bear the names of those of the package promised, and do otherwise."""

from taskgate import create_app

app = create_app("broken", tasks="broken")
