"""What runs in a worker: the way of a call through its checks to the function, and its failures."""
