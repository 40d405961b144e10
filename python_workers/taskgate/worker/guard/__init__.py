"""No message ends or blocks a worker, whatever its bytes: what cannot be carried out is ended."""
