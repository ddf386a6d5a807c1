SELECT object FROM changed WHERE type = 'cn.npc.department.registered.v1'
