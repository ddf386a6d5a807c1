-- Topics of suggestions that changed, and topics whose region lies elsewhere now.
SELECT u.region, u.topic
FROM changed_suggestion AS c
CROSS JOIN LATERAL unnest(c.topic_regions, c.topics) AS u (region, topic)
WHERE c.topics <> '{}'
UNION ALL
SELECT t.region, t.topic
FROM {view}.topic AS t
WHERE EXISTS (SELECT FROM changed_ancestry) AND t.region IN (SELECT c.region FROM changed_ancestry AS c)
