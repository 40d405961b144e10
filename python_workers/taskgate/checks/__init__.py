"""What an app refuses to start with."""
