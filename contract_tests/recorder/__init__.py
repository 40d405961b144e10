"""Records what Celery of several versions puts on the wire, and reads the recordings.

`make record` runs `python -m recorder`; contract_tests/README.md says how to record another version.
"""
