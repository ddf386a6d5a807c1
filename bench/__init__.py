"""The stopwatch: every figure the documents quote is measured here, beside something run in the same run."""
