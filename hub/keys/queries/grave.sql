-- What is kept of an erased person, with the beginning and the end of the epoch in which the keys were destroyed.
SELECT p.person, p.erased, p.reason, p.told, e.began, e.ended
FROM person AS p
INNER JOIN epoch AS e ON p.epoch = e.number
WHERE p.person = :person AND p.erased IS NOT NULL;
