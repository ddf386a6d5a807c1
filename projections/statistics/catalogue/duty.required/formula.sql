SELECT count(*) FROM {view}.duties_of_deputies('mandate', :region, :as_of, 'infinity') AS d WHERE d.required @> :as_of
