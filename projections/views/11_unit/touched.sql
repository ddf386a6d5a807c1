SELECT object FROM changed
WHERE type IN ('cn.npc.unit.registered.v1', 'cn.npc.unit.changed.v1', 'cn.npc.unit.closed.v1') AND object <> '00-hub'
