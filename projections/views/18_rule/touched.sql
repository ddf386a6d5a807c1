SELECT object FROM changed WHERE type = 'cn.npc.rule.set.v1'
