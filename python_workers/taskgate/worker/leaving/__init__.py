"""A worker that is told to end does so within a limit, and gives back what it has not finished."""
