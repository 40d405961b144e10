"""The file of a recording: its text, and the checksums by which an edit by hand is found."""

import hashlib
import json
from pathlib import Path
from typing import Any

import rfc8785

Json = Any
FOLDER = Path(__file__).resolve().parent.parent / "recorded"
_CHECKSUM = "checksum"
REMEDY = "it was edited by hand: take it back (git checkout), or record it again (make record)"


class BadRecording(Exception):
    """A recording that cannot be relied on; names the file, and the id of the scenario."""


def files() -> list[Path]:
    """The files of all recordings.

    Raises:
        BadRecording: there is none.

    """
    found = sorted(FOLDER.glob("celery-*.json"))
    if not found:
        raise BadRecording(f"{FOLDER}: there is no recording; make them with `make record`")
    return found


def sealed(head: Json, recordings: list[Json]) -> Json:
    """A document of these recordings, each with its checksum, and with one of the whole."""
    signed = [{**each, _CHECKSUM: _checksum(each)} for each in recordings]
    return {**head, "recordings": signed, _CHECKSUM: _checksum({**head, "recordings": signed})}


def text_of(document: Json) -> str:
    """The text of a file: one for each document."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def parse(file: Path) -> Json:
    """A document as it is, whatever was done to what it holds.

    Raises:
        BadRecording: it is no JSON, or has no recordings.

    """
    try:
        document = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise BadRecording(f"{file.name}: is no JSON ({error}); {REMEDY}") from error
    if not isinstance(document, dict) or not {"arrangement", "recordings"} <= document.keys():
        raise BadRecording(f"{file.name}: is no recording; {REMEDY}")
    return document


def load(file: Path) -> Json:
    """A document, after a look at its checksums.

    Raises:
        BadRecording: it is no JSON, or something in it is not what was recorded.

    """
    document = parse(file)
    try:
        found = problem_of(document)
        if found is None and file.read_text("utf-8") != text_of(document):
            found = "its text is not as it was written"
    except (KeyError, TypeError, AttributeError) as error:
        raise BadRecording(f"{file.name}: is no recording ({error!r}); {REMEDY}") from error
    if found is not None:
        raise BadRecording(f"{file.name}: {found}; {REMEDY}")
    return document


def problem_of(document: Json) -> str | None:
    """What in a document does not fit its checksums, with the id of the scenario; None where all does."""
    seen = set()
    for each in document["recordings"]:
        if each["id"] in seen:
            return f"{each['id']}: is there twice"
        seen.add(each["id"])
        if each[_CHECKSUM] != _checksum(each):
            return f"{each['id']}: its content does not fit its checksum"
    if document[_CHECKSUM] != _checksum(document):
        return "the versions, or which scenarios there are, do not fit the checksum"
    return None


def _checksum(value: Json) -> str:
    content = {name: each for name, each in value.items() if name != _CHECKSUM}
    return "sha256:" + hashlib.sha256(rfc8785.dumps(content)).hexdigest()
