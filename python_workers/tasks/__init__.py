"""One file a topic: every function with @task in here can be called from Node.js."""
