"""What is about to be deployed, compared with what is running: who would break, and on which payload."""
