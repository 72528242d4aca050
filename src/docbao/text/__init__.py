"""From written text to what is said: the reading rules and the script."""
