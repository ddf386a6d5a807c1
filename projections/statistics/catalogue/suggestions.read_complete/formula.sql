SELECT count(*) FROM {view}.duties_of_readings(:region, :as_of, 'infinity') AS d WHERE d.met @> :as_of
