"""The HTTP door: CloudEvents in the three modes of their HTTP binding."""
