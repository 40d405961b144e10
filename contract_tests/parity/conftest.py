"""Makes this package, the tasks of the live tests and those of the export's tests importable."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent, HERE.parent / "worker", HERE.parents[1] / "python_workers"):
    sys.path.insert(0, str(folder))
