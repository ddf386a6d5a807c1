SELECT object FROM changed WHERE type LIKE 'cn.npc.region.%' AND type <> 'cn.npc.region.established.v1'
