"""Who are you, is it well formed, may you say this of this region? Pure modules decide, the others touch the world."""
