SELECT origin, key, trusted, size, cosigned FROM core.witness_log ORDER BY origin
