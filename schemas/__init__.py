"""The words: every fact the hub may say, with envelope, levels, topics, errors and codec. Imports no other room."""
