"""Makes the tasks of the live tests and the reader of the recordings importable."""

import sys
from pathlib import Path

_CONTRACT_TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_CONTRACT_TESTS / "worker"))
sys.path.insert(0, str(_CONTRACT_TESTS / "recorder" / "celery_side"))
sys.path.insert(0, str(_CONTRACT_TESTS))
