-- Whether any touched key has no row yet. A table being made anew may have rows of others: those it has from the start.
SELECT EXISTS (SELECT {key} FROM touched_{name} EXCEPT SELECT {key} FROM came_{name})
