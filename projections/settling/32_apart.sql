-- What is settled apart has changed only as far as settling finds.
DELETE FROM changed AS c USING concerned AS k WHERE c.ident = k.ident
