"""What an auditor does with the archive of a hub: copies it, proves an entry of it."""
