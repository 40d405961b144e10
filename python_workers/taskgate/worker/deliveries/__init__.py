"""How often a message is delivered: again once its worker has died, not while it lives, within a bound."""
