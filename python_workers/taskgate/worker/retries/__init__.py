"""Running a task again after an error that passes by itself."""
