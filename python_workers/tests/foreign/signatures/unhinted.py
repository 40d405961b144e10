"""Signatures of Celery's own first steps."""

from tests.foreign.signatures import app


@app.task
def add(x, y):
    return x + y


@app.task
def nothing():
    pass


@app.task(bind=True)
def dump_context(self, x, y):
    print(f"{self.request!r}")


@app.task
def partly(x: int, y, z: str = "z"):
    """Some say what they are."""
    return x


@app.task
def result_only(x, y=2, *args, key=None, **kwargs) -> list[int]:
    return [x]


@app.task
def send_email(sender, subject, body, to=None, cc=None):
    """Send an email."""
