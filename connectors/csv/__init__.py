"""The spreadsheet door: a template per event type, one row one event, located errors, re-import as corrections."""
