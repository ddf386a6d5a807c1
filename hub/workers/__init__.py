"""The programs that a hub consists of, each a thin start of what a room offers: `python -m hub.workers.<kind> <name>`."""
