SELECT NULL::text, NULL::text, NULL::text [], NULL::date, NULL::text WHERE FALSE
