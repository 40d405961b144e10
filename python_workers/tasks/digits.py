"""Training a classifier of handwritten digits, and using it."""

from typing import Annotated

import numpy as np
from pydantic import BaseModel, Field
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split

from taskgate import progress, task
from tasks.files import FileUnreadable, FolderUnwritable, created, locate

# An image is 8 x 8 grey values, row by row.
Pixels = Annotated[list[Annotated[float, Field(ge=0, le=16)]], Field(min_length=64, max_length=64)]


class Model(BaseModel):
    """A model that was trained."""

    path: str = Field(description="Where it was written, on the worker's machine.")
    images: int = Field(description="How many images it learned from.")
    accuracy: float = Field(description="The part of the images held back that it reads right, from 0 to 1.")


class Epoch(BaseModel):
    """One pass over the training images."""

    accuracy: float = Field(description="On the images held back, after this pass; from 0 to 1.")


@task(
    queue="cpu",
    progress=Epoch,
    raises=[FolderUnwritable],
    examples=[
        # Accuracy differs with the versions of the libraries: what is returned has to fit the contract alone.
        {"arguments": {"folder": "/tmp/models", "epochs": 2}},
        {
            "arguments": {"folder": "/dev/null/models"},
            "exception": "tasks.files.FolderUnwritable",
            "details": {
                "folder": "/dev/null/models",
                "reason": "it cannot be created on the worker's machine",
            },
        },
    ],
)
def train(folder: str, epochs: Annotated[int, Field(ge=1, le=1000)] = 30, seed: int = 0) -> Model:
    """Train a linear classifier on the 1797 digits that scikit-learn ships, a quarter of them held back.

    The model is written to `folder`, which is created, as plain arrays: reading it cannot run code.
    """
    target = created(folder) / f"digits-{seed}.npz"
    images, labels = load_digits(return_X_y=True)
    learn, check, learn_labels, check_labels = train_test_split(
        images, labels, test_size=0.25, random_state=seed
    )
    classifier = SGDClassifier(loss="log_loss", random_state=seed)
    accuracy = 0.0
    for epoch in range(1, epochs + 1):
        classifier.partial_fit(learn, learn_labels, classes=np.arange(10))
        accuracy = round(float(classifier.score(check, check_labels)), 4)
        progress(epoch, epochs, accuracy=accuracy)
    np.savez(target, coefficients=classifier.coef_, intercepts=classifier.intercept_)
    return Model(path=str(target), images=len(learn), accuracy=accuracy)


@task(
    queue="cpu",
    raises=[FileUnreadable],
    examples=[
        {
            "arguments": {"model": "nowhere.npz", "images": [[0.0] * 64]},
            "exception": "tasks.files.FileUnreadable",
            "details": {
                "location": "nowhere.npz",
                "reason": "there is no such file on the worker's machine",
            },
        },
        {
            "arguments": {"model": "sample:iris.csv", "images": []},
            "exception": "tasks.files.FileUnreadable",
            "details": {
                "location": "sample:iris.csv",
                "reason": "it is not a model that digits.train wrote",
            },
        },
    ],
)
def read(model: str, images: Annotated[list[Pixels], Field(max_length=100)]) -> list[int]:
    """Say which digit each image shows.

    `model` is the path that `digits.train` gave. An image is a list of 64 grey values from 0 to 16, in 8 rows
    of 8.
    """
    try:
        with np.load(locate(model), allow_pickle=False) as arrays:
            scores = np.asarray(images, dtype=float) @ arrays["coefficients"].T + arrays["intercepts"]
    except (OSError, ValueError, KeyError):
        raise FileUnreadable(model, "it is not a model that digits.train wrote") from None
    return [int(digit) for digit in scores.argmax(axis=1)]
