"""The result backend of an app is, to Python, still Celery's."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery.backends.redis import RedisBackend
from celery.result import AsyncResult

from taskgate import create_app
from taskgate.worker.backend import FactsMixin
from tests.isolation import packages_in


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize("copied", [pickled, copy.copy, copy.deepcopy])
def test_result_can_be_kept_and_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: Callable[[Any], Any]
) -> None:
    monkeypatch.delenv("CELERY_RESULT_BACKEND", raising=False)
    with packages_in(tmp_path) as write:
        app = create_app("t", tasks=write(jobs=""), result_backend="redis://localhost:1/3")
        result: Any = copied(AsyncResult("1", app=app))
    assert result.id == "1"
    assert isinstance(result.backend, RedisBackend)
    assert isinstance(result.backend, FactsMixin)
    assert result.backend.as_uri() == "redis://localhost:1/3"
