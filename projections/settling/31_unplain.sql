UPDATE core.event AS e SET plain = FALSE FROM concerned AS c WHERE e.ident = c.ident AND e.plain
