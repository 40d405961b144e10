"""Dead letters: messages that no worker will try again, kept with the reason until somebody decides."""
