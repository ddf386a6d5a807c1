"""The supervisor: starts every process of a hub, starts again what dies or stands still, and ends all of them cleanly."""
