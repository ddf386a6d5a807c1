-- The next keys that an older epoch has wrapped, by id.
SELECT k.id, k.purpose, k.suite, k.epoch, k.wrapped
FROM key AS k
WHERE k.id > :after AND k.wrapped IS NOT NULL AND k.epoch < :epoch
ORDER BY k.id
LIMIT :most;
