INSERT INTO settling SELECT c.ident FROM concerned AS c WHERE c.early = {early}
