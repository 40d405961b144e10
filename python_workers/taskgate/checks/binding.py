"""Settings that a task takes over when its app is made: to change them later changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from celery import Celery, Task
from celery.exceptions import ImproperlyConfigured

_MARK = "taskgate_bound"


def note_bound(app: Celery) -> None:
    """Note what the tasks of an app have taken over."""
    conf: Any = app.conf
    found = {name: conf[name] for _, name in Task.from_config if name in conf}
    setattr(app, _MARK, found)


def bound(app: Celery) -> None:
    """Refuse a setting that was changed after the tasks had taken it over; raises ImproperlyConfigured."""
    conf: Any = app.conf
    noted: Mapping[str, Any] = getattr(app, _MARK, {})
    for name, value in noted.items():
        if conf[name] != value:
            raise ImproperlyConfigured(
                f"{name} was changed to {conf[name]!r} after create_app(), whose tasks have {value!r}: "
                f"give it to create_app({name}={conf[name]!r}), or set CELERY_{name.upper()}"
            )


def options(app: Celery, worker: Any) -> None:
    """Refuse a limit that a worker's command gives: each task has its own by then, or that of the app."""
    conf: Any = app.conf
    for option in ("time_limit", "soft_time_limit"):
        given = getattr(worker, option)
        if given != conf[f"task_{option}"]:
            variable = f"CELERY_TASK_{option.upper()}"
            raise ImproperlyConfigured(
                f"--{option.replace('_', '-')} {given:g} is not heeded: tasks have the limits of their app; "
                f"set {variable}={given:g}"
            )
