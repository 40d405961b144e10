"""`python -m matrix`: live tests with several Celerys, brokers and Pythons, and a table of what came out."""
