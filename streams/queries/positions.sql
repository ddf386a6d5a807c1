SELECT family, part, off FROM core.position
