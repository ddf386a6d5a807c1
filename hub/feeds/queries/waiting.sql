-- Facts that came into the index behind what was judged and are still to be brought: until then nothing follows from them.
SELECT r.off FROM core.reread AS r WHERE r.family = 0 AND NOT r.fed
