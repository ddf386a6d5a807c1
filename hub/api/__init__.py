"""The HTTP surface of the hub: doors in, questions, feeds. Each noun is a router of its own."""
