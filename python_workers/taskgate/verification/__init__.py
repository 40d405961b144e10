"""The examples of tasks as tests: `pytest --taskgate-app`, the twin of `npx taskgate verify`."""
