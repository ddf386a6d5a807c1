"""What people did with the hub: the hub's own audit log."""
