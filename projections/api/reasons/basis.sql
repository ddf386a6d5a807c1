INSERT INTO core.basis (code, zh, en, source) VALUES %s
ON CONFLICT (code) DO UPDATE SET zh = excluded.zh, en = excluded.en, source = excluded.source
