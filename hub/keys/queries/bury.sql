-- A person has no personal data here any more. `told`: whether the ledger says so already.
INSERT INTO person (person, erased, reason, told, epoch) VALUES (:person, :at, :reason, :told, :epoch)
ON CONFLICT (person) DO UPDATE SET
    pseudonym = NULL, erased = excluded.erased, reason = excluded.reason, told = excluded.told, epoch = excluded.epoch;
