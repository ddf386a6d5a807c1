SELECT count(*) FROM {view}.duties_of_deputies('group', :region, :as_of, 'infinity') AS d WHERE d.met @> :as_of
