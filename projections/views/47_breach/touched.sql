-- Suggestions that were sent back or withdrawn, and changed; all of them where rules, working days or regions did.
SELECT c.suggestion
FROM changed_suggestion AS c
WHERE c.refusals IS NOT NULL OR c.withdrawals IS NOT NULL
UNION ALL
SELECT s.suggestion
FROM {view}.suggestion AS s
WHERE
    (EXISTS (SELECT FROM changed_rule) OR EXISTS (SELECT FROM changed_workday) OR EXISTS (SELECT FROM changed_ancestry))
    AND (s.refusals IS NOT NULL OR s.withdrawals IS NOT NULL)
