SELECT object FROM changed WHERE type = 'cn.npc.category_scheme.set.v1'
