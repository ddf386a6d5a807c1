"""Published figures: what a manifest holds, and how it is asked again of the events that it names (decision 0050)."""
