"""The examples of tasks: checked as they are written, and run as tests (`pytest --taskgate-app`)."""
