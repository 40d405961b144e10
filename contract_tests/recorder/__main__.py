"""`python -m recorder [5.7 ...]`: records Celery, all versions or those that are named.

Installs each version below .build/recorded, starts brokers of its own, and writes one file for each version
and arrangement of brokers into contract_tests/recorded.
"""

import sys
import time

from recorder.document import FOLDER, sealed, text_of
from recorder.environments import NotInstalled, interpreter_of, versions
from recorder.heard import NotRecorded
from recorder.publisher import PublisherFailed
from recorder.scenarios import ARRANGEMENTS
from recorder.session import Session
from taskgate.dev.child import ProcessError
from taskgate.dev.redis import NoRedis
from taskgate.dev.signals import Interrupted


def main(words: list[str]) -> int:
    """Record the minor versions in `words`, or all; returns the exit code."""
    known = {version.minor: version for version in versions()}
    if unknown := sorted(set(words) - known.keys()):
        print(
            f"record: Celery {unknown[0]} is not in recorded/versions.json: {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    for minor in words or known:
        for arrangement in ARRANGEMENTS:
            began = time.monotonic()
            try:
                session = Session(known[minor], interpreter_of(known[minor]), arrangement)
                head, recordings = session.record()
            except Interrupted as request:
                return 128 + request.signum
            except (NoRedis, NotInstalled, NotRecorded, ProcessError, PublisherFailed) as error:
                print(f"record: Celery {minor} on {arrangement}: {error}", file=sys.stderr)
                return 1
            file = FOLDER / f"celery-{minor}-{arrangement}.json"
            text = text_of(sealed(head, recordings))
            same = file.exists() and file.read_text("utf-8") == text
            file.write_text(text, "utf-8")
            said = "as it was" if same else "written"
            print(f"{file.name}: {len(recordings)} recordings, {said}, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
