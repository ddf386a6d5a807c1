SELECT NULL::text, NULL::text, NULL::text [], NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::date, NULL::bigint WHERE FALSE
