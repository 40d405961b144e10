"""The transports of a new app: a worker outlives a broker that restarts, and no message is lost."""
