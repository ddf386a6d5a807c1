"""Who may speak and who may read: sources, readers, their tokens, and what each may see."""
