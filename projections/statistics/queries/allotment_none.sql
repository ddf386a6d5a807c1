SELECT NULL::text, NULL::text, NULL::text, NULL::text WHERE FALSE
