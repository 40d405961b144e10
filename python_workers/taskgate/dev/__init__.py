"""The development worker: `taskgate dev`."""
