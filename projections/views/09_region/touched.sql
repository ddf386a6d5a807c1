SELECT object FROM changed WHERE type = 'cn.npc.region.established.v1'
