INSERT INTO core.reason (code, zh, en, do_zh, do_en) VALUES %s
ON CONFLICT (code) DO UPDATE SET zh = excluded.zh, en = excluded.en, do_zh = excluded.do_zh, do_en = excluded.do_en
