"""The worker of before: see mixedVersions.test.ts."""

from taskgate import create_app

app = create_app("old_version", tasks="version_old")
