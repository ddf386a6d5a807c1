"""Kafka and PostgreSQL as children of the hub, for one machine, tests and demonstrations."""
