-- The keys of a person go; what stays of each is its id.
UPDATE key SET person = NULL, epoch = NULL, wrapped = NULL WHERE person = :person;
