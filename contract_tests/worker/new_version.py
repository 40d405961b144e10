"""The worker of after: see mixedVersions.test.ts."""

from taskgate import create_app

app = create_app("new_version", tasks="version_new")
