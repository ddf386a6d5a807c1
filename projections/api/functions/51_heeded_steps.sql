-- The steps of handling that the watch of deadlines tells of, besides the reply, which has rows of its own. A department may send back what it was
-- given (`refuse`); it need not, so nothing of that is overdue.
CREATE OR REPLACE FUNCTION {view}.heeded_steps() RETURNS text []
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY['assign', 'reassign', 'contact', 'co_opinion', 'co_opinion_again', 'evaluate', 'promise_evaluate', 'research'];
