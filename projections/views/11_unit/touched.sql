SELECT object FROM changed WHERE type = 'cn.npc.unit.registered.v1' AND object <> '00-hub'
