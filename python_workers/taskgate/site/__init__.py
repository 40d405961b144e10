"""`taskgate contracts docs`: contracts as a page for people, one HTML file that needs no server."""
