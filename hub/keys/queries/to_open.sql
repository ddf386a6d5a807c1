-- The keys of these ids with the pseudonyms of whom they belong to.
SELECT k.id, k.purpose, k.suite, k.epoch, k.wrapped, p.person, p.pseudonym
FROM json_each(:ids) AS w
INNER JOIN key AS k ON k.id = w.value
LEFT JOIN person AS p ON k.person = p.person;
