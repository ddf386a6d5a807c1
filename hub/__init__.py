"""We are the hands: settings, embedded parts, command line, HTTP; the rooms are tied together here."""
