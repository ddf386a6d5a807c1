"""Personal data: sealed under a key of the person and the purpose, opened for who may read, closed for ever by destroying the key."""
