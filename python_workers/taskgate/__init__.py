"""Celery tasks with contracts, called from Node.js as typed functions."""

import taskgate.worker.inspection  # a worker answers the command once this is imported
import taskgate.worker.keeper  # and keeps its contracts
import taskgate.worker.unknown  # noqa: F401  # and tells the workflow of a task that it does not know
from taskgate.app import create_app
from taskgate.context import cancelled, progress, task_id
from taskgate.decorator import task
from taskgate.errors import (
    ContractMismatch,
    IdempotencyConflict,
    InvalidArguments,
    InvalidContract,
    InvalidResult,
    Problem,
    TaskgateError,
    Unsupported,
)
from taskgate.installation import install

__all__ = [
    "ContractMismatch",
    "IdempotencyConflict",
    "InvalidArguments",
    "InvalidContract",
    "InvalidResult",
    "Problem",
    "TaskgateError",
    "Unsupported",
    "cancelled",
    "create_app",
    "install",
    "progress",
    "task",
    "task_id",
]
