"""Reading what the watch of deadlines has told: the notices of a region and those of a source, each once."""
