"""Lists of the nation's regions: an edition, which says codes, names and parents and nothing else, and a list of successors."""
