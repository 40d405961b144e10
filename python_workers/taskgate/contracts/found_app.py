"""Finding a Celery app by the name that `celery -A` takes, with all its tasks."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

import click
from celery import Celery
from celery.app.utils import find_app

from taskgate.errors import TaskgateError

NO_APP = 3
"""The exit code of a command whose app cannot be imported."""


class NoApp(click.ClickException):
    """There is no app of that name, or it cannot be imported; one sentence that ends with the remedy."""

    exit_code = NO_APP


def load_app(name: str) -> Celery:
    """Import a Celery app from the working directory, and its tasks, as a worker of `celery -A` does.

    That is what the app includes and discovers; a Django project finds its settings by itself. Raises NoApp,
    and TaskgateError for a task of `@task` that no contract can describe.
    """
    sys.path.insert(0, str(Path.cwd()))
    try:
        app: Any = find_app(name)
        if isinstance(app, Celery):
            app.loader.import_default_modules()
            app.finalize()
    except TaskgateError:
        raise
    except (Exception, SystemExit) as error:
        raise NoApp(_reason(name, error)) from error
    if not isinstance(app, Celery):
        remedy = f"name the app itself, for instance -A {name.partition(':')[0]}:app"
        raise NoApp(f"{name!r} is no Celery app but a {type(app).__name__}; {remedy}")
    return app


def _reason(name: str, error: BaseException) -> str:
    place = _place(error)
    module, _, attribute = name.partition(":")
    # Celery tries a name that the module does not have as the name of a module.
    asked = isinstance(error, ModuleNotFoundError) and attribute and error.name == name
    if asked or (isinstance(error, AttributeError) and not place):
        remedy = "name it as for `celery -A`, for instance -A proj or -A proj.celery:app"
        return f"there is no Celery app {attribute or 'app'!r} in {module!r}; {remedy}"
    return f"the Celery app {name!r} cannot be imported: {_cause(error)}"


def _cause(error: BaseException) -> str:
    text = " ".join(str(error).split())
    what = f"{type(error).__name__}: {text}{_place(error)}"
    if isinstance(error, ModuleNotFoundError):
        here = "run this in the folder that has the module, in the environment that has its packages"
        return f"{what}; {here}"
    return f"{what}; mend that first, `celery -A` would fail on it, too"


def _place(error: BaseException) -> str:
    """Return the innermost line of the author's files that was running, or nothing."""
    here = Path.cwd()
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(here) and "site-packages" not in path.parts and path != Path(__file__):
            return f" ({path.relative_to(here)}, line {frame.lineno})"
    return ""
