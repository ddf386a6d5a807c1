SELECT count(*) FROM {view}.duties_of_stations(:region, :as_of, 'infinity') AS d WHERE d.met @> :as_of
