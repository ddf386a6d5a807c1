SELECT object FROM changed WHERE type = 'cn.npc.class_scheme.set.v1'
