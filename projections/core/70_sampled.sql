-- Of the tables above.
CALL core.sample('core');
