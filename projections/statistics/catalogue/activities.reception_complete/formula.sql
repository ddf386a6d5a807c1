SELECT count(*) FROM {view}.duties_of_receptions(:region, :as_of, 'infinity') AS d WHERE d.met @> :as_of
