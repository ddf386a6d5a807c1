SELECT object FROM changed
WHERE type IN ('cn.npc.department.registered.v1', 'cn.npc.department.changed.v1', 'cn.npc.department.merged.v1')
