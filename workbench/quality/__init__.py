"""How good a translation is: checks that need no reference, and metrics that compare with one."""
