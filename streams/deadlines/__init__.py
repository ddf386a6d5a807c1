"""The watch of deadlines: what is due soon or overdue is told on the topic `notices`, and what was told is kept (decision 0022)."""
