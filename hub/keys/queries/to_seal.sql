-- Of each wanted (person, purpose): when the person was erased, its pseudonym, and the key, where there are such.
SELECT
    json_extract(w.value, '$[0]') AS person,
    json_extract(w.value, '$[1]') AS purpose,
    p.erased,
    p.pseudonym,
    k.id,
    k.suite,
    k.epoch,
    k.wrapped
FROM json_each(:wanted) AS w
LEFT JOIN person AS p ON p.person = json_extract(w.value, '$[0]')
LEFT JOIN key AS k ON k.person = p.person AND k.purpose = json_extract(w.value, '$[1]');
