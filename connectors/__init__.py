"""The doors: each translates one foreign system and decides nothing. Imports only schemas."""
