SELECT object FROM changed WHERE type = 'cn.npc.calendar.set.v1'
