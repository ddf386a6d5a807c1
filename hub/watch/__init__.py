"""Watching: what the hub shows of itself, to people (`hub status`) and to Prometheus (`/metrics`)."""
