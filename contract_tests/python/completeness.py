"""Whether the vectors are complete: every case ran in both languages, every clause has one; then the counts.

Run it after both runners: `make vectors` does. Ends with 1 where something is missing, and with 2 where it
cannot tell.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from adapters import OPERATIONS
from cases import HERE, LIVE, BadVectors, Case, clauses, load
from ledger import FOLDER, ran

ROOT: Final = HERE.parent
LANGUAGES: Final = ("python", "node")
LEVELS: Final = ("MUST", "SHOULD", "MAY")
WITHDRAWN: Final = "Withdrawn"
"""How the text of a clause begins that holds no more."""

_BLOCK_LEFT_OUT: Final = re.compile(r"\bxdescribe\b|\bdescribe\.skip\b|\b(describe|test|it)\.only\b")
"""What makes jest leave out tests that say nothing of it themselves."""


def not_run(cases: Iterable[Case], ids: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a sentence for each case that a language should have run; `ids` are those that it did run."""
    found = []
    known = {case.id for case in cases}
    for language, theirs in ids.items():
        found += [
            f"{case.file}, {case.id}: {language} did not run it; run the whole of `make vectors`, or say in "
            "`sides` why it cannot"
            for case in cases
            if case.runs_in(language) and case.id not in theirs
        ]
        found += [
            f"{language} ran {each}, which is no case any more; run the whole of `make vectors`"
            for each in sorted(set(theirs) - known)
        ]
    return found


def without_case(cases: Iterable[Case], texts: Mapping[str, str]) -> list[str]:
    """Return a sentence for each clause that no case tests."""
    tested = {case.data["clause"] for case in cases}
    return [
        f"PROTOCOL.md, {clause}: no case tests it; add one to contract_tests/vectors"
        for clause, text in texts.items()
        if clause not in tested and not text.startswith(WITHDRAWN)
    ]


def missing_tests(cases: Iterable[Case], root: Path = ROOT) -> list[str]:
    """Return a sentence for each test that a case names and that is not there, or is skipped."""
    return [
        f'{case.file}, {case.id}: {test["file"]} has no test "{test["title"]}" that runs; name one'
        for case in cases
        for test in case.data.get("tests", ())
        if not _has(root / test["file"], test["title"])
    ]


def _has(file: Path, title: str) -> bool:
    if not file.is_file():
        return False
    text = file.read_text("utf-8")
    return _has_function(text, title) if file.suffix == ".py" else _has_title(text, title)


def _has_function(text: str, title: str) -> bool:
    return any(
        isinstance(node, ast.FunctionDef) and node.name == title and "skip" not in _decorators(node)
        for node in ast.walk(ast.parse(text))
    )


def _decorators(function: ast.FunctionDef) -> str:
    return " ".join(ast.unparse(each) for each in function.decorator_list)


def _has_title(text: str, title: str) -> bool:
    """Say whether it is the first argument of the call of `test` that was begun last, and is not left out."""
    if _BLOCK_LEFT_OUT.search(text):
        return False
    for found in re.finditer(r"\(\s*" + re.escape(json.dumps(title, ensure_ascii=False)), text):
        begun = re.findall(r"\b(?:x?test|x?it)\b(?:\.\w+)*", text[: found.start() + 1])
        if begun and begun[-1].split(".")[0] == "test" and not re.search(r"skip|todo|failing", begun[-1]):
            return True
    return False


def counts(cases: Sequence[Case]) -> str:
    """Return how many cases there are by level and language, as a table, and what is known of them."""
    lines = [f"{'':8}{'cases':>8}{'python':>8}{'node':>8}{'live':>8}"]
    for level in (*LEVELS, "all"):
        these = [case for case in cases if level in (case.data["level"], "all")]
        numbers = [
            len(these),
            *(sum(case.runs_in(language) for case in these) for language in LANGUAGES),
            sum(case.operation == LIVE for case in these),
        ]
        lines.append(f"{level:8}" + "".join(f"{number:8}" for number in numbers))
    lines += [
        f"known to fail in {known['language']}: {case.id}, {known['reason']}"
        for case in cases
        if (known := case.data.get("knownFailure"))
    ]
    return "\n".join(lines)


def main(ledgers: Path = FOLDER) -> int:
    try:
        cases = load(OPERATIONS)
        ids = {language: ran(language, ledgers) for language in LANGUAGES}
    except BadVectors as error:
        print(error, file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        print(f"what has run is not known ({error}); run the whole of `make vectors`", file=sys.stderr)
        return 2
    texts: Any = clauses()
    found = [*not_run(cases, ids), *without_case(cases, texts), *missing_tests(cases)]
    print(counts(cases))
    print(f"{len(texts)} clauses, {len({case.data['clause'] for case in cases})} of them with a case")
    for each in found:
        print(each, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
