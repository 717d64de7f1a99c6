"""Use cases, the same for the desk and the commands; the only place where the packages below meet."""
