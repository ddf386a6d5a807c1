SELECT object FROM changed WHERE type = 'cn.npc.deputy.registered.v1'
