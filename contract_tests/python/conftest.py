"""Makes the tasks of the live tests importable: the vectors of arguments are about their contracts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "worker"))
