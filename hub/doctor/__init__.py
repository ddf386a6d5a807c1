"""Looks a hub over and names what is wrong with it; changes nothing of it."""
