"""The queues of an app: which there are, which task waits in which, and what is served first."""
