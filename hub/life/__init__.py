"""The life of one matter, activity or opinion across levels: every event that made it, which counts, and why another does not."""
