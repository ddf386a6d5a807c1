CREATE TYPE {view}.suggestion_step AS ENUM (
    'drafted', 'read', 'submitted', 'registered', 'returned', 'turned_into_letter', 'withdrawn',
    'merged_for_handling', 'assigned', 'refused', 'reassigned', 'refusal_denied', 'contacted', 'co_opinion_given',
    'extended', 'key_supervised', 'urged', 'replied', 'reply_evaluated', 'evaluation_lapsed', 'rehandle_ordered',
    'mediated', 'promise_made', 'promise_progressed', 'promise_kept', 'promise_missed', 'promise_evaluated',
    'fed_back', 'archived', 'escalated', 'delegated', 'published', 'unpublished', 'linked', 'unlinked', 'reopened'
);

-- The event types that say something of a suggestion, and from whom else than the source that minted it they count: from a
-- source of the same region, or one above as well; for a department that stands assigned; as a link; or from nobody.
-- `plain`: the meaning of the step does not rest on others, unless its data has one of the words `save`; `once`: the bit of a step that a plain
-- life has at most one of. `handles`: a file that was archived is reopened before it.
CREATE TABLE {view}.suggestion_type (
    type text PRIMARY KEY,
    step {view}.suggestion_step NOT NULL,
    others text CHECK (others IN ('same', 'above', 'assigned', 'link')),
    plain boolean NOT NULL,
    save text [],
    once integer,
    handles boolean NOT NULL
);
INSERT INTO {view}.suggestion_type (type, step, others, plain, save, once, handles)
SELECT
    'cn.npc.suggestion.' || s.step || '.v1', s.step, o.others,
    s.step IN (
        'submitted', 'registered', 'assigned', 'contacted', 'co_opinion_given', 'extended', 'key_supervised', 'urged', 'replied',
        'reply_evaluated', 'evaluation_lapsed', 'fed_back', 'archived', 'published'
    ),
    CASE
        WHEN s.step IN ('reply_evaluated', 'evaluation_lapsed') THEN ARRAY['round', 'rater', 'dept']
        WHEN s.step = 'key_supervised' THEN ARRAY['topic']
    END,
    1 << array_position(ARRAY['submitted', 'registered', 'assigned', 'replied'], s.step::text),
    -- What became of a promise is told whenever it is known, and to publish or to link changes nothing in the file.
    s.step NOT IN (
        'drafted', 'read', 'archived', 'reopened', 'escalated', 'delegated', 'published', 'unpublished', 'linked', 'unlinked',
        'promise_progressed', 'promise_kept', 'promise_missed', 'promise_evaluated'
    )
FROM unnest(enum_range(NULL::{view}.suggestion_step)) AS s (step)
LEFT JOIN (
    VALUES
    ('drafted', 'same'), ('read', 'same'), ('reply_evaluated', 'same'), ('evaluation_lapsed', 'same'),
    ('promise_made', 'same'), ('promise_progressed', 'same'), ('promise_kept', 'same'), ('promise_missed', 'same'),
    ('promise_evaluated', 'same'), ('fed_back', 'same'), ('refused', 'assigned'), ('contacted', 'assigned'),
    ('co_opinion_given', 'assigned'), ('replied', 'assigned'), ('key_supervised', 'above'), ('urged', 'above'),
    ('mediated', 'above'), ('published', 'above'), ('unpublished', 'above'), ('escalated', 'link'),
    ('delegated', 'link'), ('linked', 'link'), ('unlinked', 'link')
) AS o (step, others) ON s.step::text = o.step;

-- One thing said of a suggestion, kept where order matters.
CREATE TYPE {view}.suggestion_word AS (
    time timestamptz, speaker text, id text, step {view}.suggestion_step, own boolean, day date, region text, origin text,
    one text, two text
);

-- Where it lies by its earliest event that says so rightly (`rooted`), or else by its earliest.
CREATE TYPE {view}.suggestion_origin AS (
    time timestamptz, speaker text, id text, origin text, rooted boolean, chain text [], level text
);
CREATE TYPE {view}.suggestion_numbers AS (numbers text [], days date [], regions text []);
CREATE TYPE {view}.suggestion_names AS (names text [], days date [], regions text []);

-- A suggestion as known on recorded days `known_from` to before `known_to`. `entered`: the day of its earliest event other
-- than drafted or read. `own_category`: what its system says it is about, `category`: which of the common ones that is. Multiranges are happened days: while it is returned, a letter or withdrawn (`closed`); while a
-- department stands assigned (`assigned`); while one that must answer has not in the current round (`unanswered`), or its
-- last answer is not solved (`unsolved`) or none of solved, in progress, planned (`unplanned`); while a grade of the current
-- round is dissatisfied, or none was given (`unrated`); while there is a promise, and one not kept; while it is under key
-- supervision, and published. `departments`, `roles`, `stays`: who stood assigned as what, and when. `handlers`: chains of
-- the congresses that assigned, regions parted by blanks, and since when; `handled_again`: congress and day of their later assignments, null for
-- none. `first_…`: the event that gives the origin;
-- `rooted` when its source contains the origin it names. `rests_on`: codes of what else the row depends on. Null where nothing of the kind was
-- said: `judge`: the mandate whose grades alone count, where any says who gave it; `refusals`: of each department that sent it back on what `day`,
-- and when (`began`), in which `region` and at which `level` it had been assigned to it (JSON: a type of the version's own in a row would tie
-- temporary tables to its schema); `withdrawals`: the days on which it was withdrawn; `unasked`: who signed it and did not ask for that.
CREATE TABLE {view}.suggestion (
    suggestion text NOT NULL,
    entered date,
    kind text NOT NULL,
    category text NOT NULL,
    own_category text NOT NULL,
    title text,
    number text,
    numbers text [] NOT NULL,
    number_days date [] NOT NULL,
    number_regions text [] NOT NULL,
    opinions text [] NOT NULL,
    opinion_days date [] NOT NULL,
    recurs text,
    origin text,
    rooted boolean NOT NULL,
    first_time timestamptz,
    first_speaker text,
    first_id text,
    closed datemultirange NOT NULL,
    assigned datemultirange NOT NULL,
    unanswered datemultirange NOT NULL,
    unsolved datemultirange NOT NULL,
    unplanned datemultirange NOT NULL,
    dissatisfied datemultirange NOT NULL,
    unrated datemultirange NOT NULL,
    promised datemultirange NOT NULL,
    unkept datemultirange NOT NULL,
    supervised datemultirange NOT NULL,
    published datemultirange NOT NULL,
    departments text [] NOT NULL,
    roles text [] NOT NULL,
    stays datemultirange [] NOT NULL,
    handlers text [] NOT NULL,
    handler_levels text [] NOT NULL,
    handler_days date [] NOT NULL,
    handled_again text [],
    topics text [] NOT NULL,
    topic_regions text [] NOT NULL,
    topic_days date [] NOT NULL,
    judge text,
    refusals jsonb,
    withdrawals date [],
    unasked text [],
    rests_on text [] NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (suggestion, known_from)
);
CREATE INDEX ON {view}.suggestion (number);
CREATE INDEX ON {view}.suggestion USING gin (numbers) WHERE cardinality(numbers) > 1;
CREATE INDEX ON {view}.suggestion USING gin (opinions) WHERE opinions <> '{}';
CREATE INDEX ON {view}.suggestion USING gin (topics) WHERE topics <> '{}';
-- What the dated rules of a place forbid.
CREATE INDEX ON {view}.suggestion (suggestion) WHERE refusals IS NOT NULL OR withdrawals IS NOT NULL;
CREATE INDEX ON {view}.suggestion (known_from) WHERE disputes <> '{}';
