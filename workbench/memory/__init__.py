"""Translation memory: how like two segments are, and which entries answer for one."""
