"""What contracts promise, for the tests of `taskgate verify`; the package broken does not keep it."""

from taskgate import create_app

app = create_app("promised", tasks="promised")
