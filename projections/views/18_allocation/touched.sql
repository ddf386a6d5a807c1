SELECT object FROM changed WHERE type = 'cn.npc.object.allocated.v1'
