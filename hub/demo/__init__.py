"""The demo: the systems of five published reports say again, event by event, what the reports add up."""
