-- Identities that are settled apart: repeated, corrected, retracted or fixed.
CREATE TABLE {view}.exception (
    ident uuid PRIMARY KEY
);
