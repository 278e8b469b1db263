-- Indicator definitions. They come from the package; targets (0005) point to them, facts (0007) measure them.
CREATE TABLE indicator (
    indicator_id     BIGINT PRIMARY KEY,
    code             TEXT NOT NULL,
    name             TEXT NOT NULL,
    unit             TEXT NOT NULL,                 -- base unit of the stored values: 人次, 元, %
    decimals         INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 4),
    kind             TEXT NOT NULL CHECK (kind IN ('flow', 'stock', 'ratio', 'set', 'deliverable', 'qualitative')),
    direction        TEXT NOT NULL CHECK (direction IN ('up', 'down', 'interval')),
    across           TEXT NOT NULL CHECK (across IN ('sum', 'minimum', 'maximum', 'latest', 'weighted')),  -- how units become one figure
    weight           TEXT NOT NULL DEFAULT '',      -- code of the indicator by which a weighted mean weighs its units
    max_e4           BIGINT,                        -- largest value that can be right; null: none
    numerator_name   TEXT NOT NULL DEFAULT '',
    denominator_name TEXT NOT NULL DEFAULT '',
    part_decimals    INTEGER NOT NULL DEFAULT 4 CHECK (part_decimals BETWEEN 0 AND 4),  -- of numerator and denominator
    definition       TEXT NOT NULL,
    formula          TEXT NOT NULL DEFAULT '',      -- over codes of other indicators; empty: units report it
    every            TEXT NOT NULL DEFAULT 'month' CHECK (every IN ('month', 'quarter', 'half_year', 'year')),  -- reported in the last month of each
    carry_forward    INTEGER NOT NULL CHECK (carry_forward IN (0, 1)),  -- the latest level holds until a newer one
    valid_to         TEXT,
    version          INTEGER NOT NULL
);
CREATE UNIQUE INDEX indicator_code_uq ON indicator (code);

-- The words by which plan documents name the indicator.
CREATE TABLE indicator_alias (
    indicator_id BIGINT NOT NULL REFERENCES indicator (indicator_id),
    name         TEXT NOT NULL
);
CREATE UNIQUE INDEX indicator_alias_uq ON indicator_alias (name, indicator_id);

-- The units that report the indicator.
CREATE TABLE indicator_reporter (
    indicator_id BIGINT NOT NULL REFERENCES indicator (indicator_id),
    unit_id      BIGINT NOT NULL REFERENCES unit (unit_id)
);
CREATE UNIQUE INDEX indicator_reporter_uq ON indicator_reporter (indicator_id, unit_id);
CREATE INDEX indicator_reporter_unit_ix ON indicator_reporter (unit_id);

-- The reported indicators beneath a formula or a weighted mean, down to the last: who carries its target reports them.
CREATE TABLE indicator_operand (
    indicator_id BIGINT NOT NULL REFERENCES indicator (indicator_id),
    operand_id   BIGINT NOT NULL REFERENCES indicator (indicator_id)
);
CREATE UNIQUE INDEX indicator_operand_uq ON indicator_operand (indicator_id, operand_id);
