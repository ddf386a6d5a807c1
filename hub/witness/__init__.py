"""Witnessing (C2SP tlog-witness): this hub cosigns the logs of others, and asks others to cosign its heads (decision 0054)."""
