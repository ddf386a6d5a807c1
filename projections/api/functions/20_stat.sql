-- Figures of any region for any reader, each row with everything one must know to use it. The parameters are those of `hub stats`; without
-- `last` a period ends today; `term` is the number of a term, which then is the period.
-- A former release had no `term`.
DROP FUNCTION IF EXISTS api.stat(text [], text, text [], date, date, date, jsonb, boolean);
CREATE OR REPLACE FUNCTION api.stat(
    names text [],
    region text,
    dimensions text [] DEFAULT '{}',
    first date DEFAULT NULL,
    last date DEFAULT NULL,
    INOUT as_of date DEFAULT NULL,
    filters jsonb DEFAULT '{}',
    cohort boolean DEFAULT FALSE,
    term integer DEFAULT NULL,
    OUT measure text,
    OUT place text,
    OUT level text,
    OUT month date,
    OUT kind text,
    OUT category text,
    OUT department text,
    OUT role text,
    OUT grade text,
    OUT n bigint,
    OUT "of" bigint,
    OUT expected bigint,
    OUT heard bigint,
    OUT unit text,
    OUT additive boolean,
    OUT regions text,
    OUT known_at timestamptz,
    OUT "position" jsonb,
    OUT last_event timestamptz,
    OUT disputed bigint
)
RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    until date := coalesce(as_of, (now() AT TIME ZONE 'Asia/Shanghai')::date);
    ending date;
    stands jsonb;
    newest timestamptz;
    differing bigint;
    unknown text;
    asked_term record;
BEGIN
    SELECT u.name INTO unknown FROM unnest(names) AS u (name) WHERE NOT EXISTS (SELECT 1 FROM {view}.catalogue AS c WHERE c.name = u.name) LIMIT 1;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'STATISTIC_UNKNOWN: %', unknown USING HINT = 'SELECT name, zh FROM api.catalogue';
    END IF;
    SELECT u.name INTO unknown FROM unnest(dimensions || ARRAY(SELECT jsonb_object_keys(filters))) AS u (name)
    WHERE EXISTS (SELECT 1 FROM {view}.catalogue AS c WHERE c.name = ANY (names) AND NOT u.name = ANY (c.dimensions)) LIMIT 1;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'DIMENSION_NOT_ALLOWED: %', unknown USING HINT = 'SELECT name, dimensions FROM api.catalogue';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM {view}.ancestry AS a WHERE a.region = stat.region) THEN
        RAISE EXCEPTION 'REGION_NEVER_ESTABLISHED: %', stat.region;
    END IF;
    IF term IS NOT NULL THEN
        IF first IS NOT NULL OR last IS NOT NULL THEN
            RAISE EXCEPTION 'CONTRADICTION: term, first, last';
        END IF;
        SELECT t.* INTO asked_term FROM {view}.stat_terms(stat.region) AS t WHERE t.term = stat.term;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'TERM_UNKNOWN: %', term USING HINT = (
                SELECT coalesce(string_agg(t.term::text, ', '), 'term.opened') FROM {view}.stat_terms(stat.region) AS t
            );
        ELSIF asked_term.last IS NULL AND asked_term.followed_by IS NOT NULL THEN
            RAISE EXCEPTION 'TERM_END_UNKNOWN: %', term;
        END IF;
        first := asked_term.first;
        last := asked_term.last;
    END IF;
    IF cohort AND first IS NULL THEN
        RAISE EXCEPTION 'FIELD_MISSING: first';
    END IF;
    ending := CASE WHEN cohort THEN coalesce(last, until) ELSE least(coalesce(last, until), until) END;
    -- Each month is a row of each figure, whether anything was counted or not.
    IF 'month' = ANY (dimensions) AND ending >= date_trunc('month', coalesce(first, '1954-01-01')::timestamp) + interval '2400 months' THEN
        RAISE EXCEPTION 'FIELD_RANGE: % - %, > 2400 months', coalesce(first, '1954-01-01'), ending USING HINT = 'first, last';
    END IF;
    -- Asked once, not for every row.
    SELECT
        coalesce(jsonb_object_agg('ledger.' || (ARRAY['reference', 'activity', 'suggestion'])[p.family + 1] || '/' || p.part, p.off), '{}'),
        max(p.recorded)
    INTO stands, newest
    FROM {view}.stat_position() AS p;
    differing := {view}.stat_disputed(names, stat.region, ending);
    RETURN QUERY
    SELECT
        until, s.measure, s.place, s.level, s.month, s.kind, s.category, s.department, s.role, s.grade, s.n, s.of, s.expected, s.heard,
        c.unit, c.additive, 'recorded'::text, NULL::timestamptz, stands, newest, differing
    FROM {view}.stat(
        names, stat.region, dimensions, first, ending, filters, CASE WHEN cohort THEN until END
    ) WITH ORDINALITY AS s (
        measure, place, level, month, kind, category, department, role, grade, n, "of", expected, heard, turn
    )
    INNER JOIN {view}.catalogue AS c ON s.measure = c.name
    ORDER BY s.turn;
END
$$;
REVOKE ALL ON FUNCTION api.stat(text [], text, text [], date, date, date, jsonb, boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.stat(text [], text, text [], date, date, date, jsonb, boolean, integer) TO hub_reader, hub_worker;
COMMENT ON FUNCTION api.stat(text [], text, text [], date, date, date, jsonb, boolean, integer) IS
$$按名称问任何地区的统计数，每行一个数：
as_of 截至哪天；measure 统计；place 直接下级区划，own 为本级；level 层级；month 月份，以其第一日表示；kind 类别；category 通用类别（uncategorised 未归类）；
department 承办单位；role 承办角色；grade 评价等次；n 数，空为未报送；of 比率的分母；expected 应报来源；heard 已报来源；
unit 计数单位；additive 是否可跨地区相加；regions 区划口径，recorded 为记录时的区划；known_at 截至何时已知，空为账本所读的全部；
position 账本各分区读到哪里；last_event 最近一条记于何时；disputed 有争议的事件数$$;
