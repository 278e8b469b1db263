-- Organisation. Everywhere valid_to is the first day a row no longer holds; nothing is deleted.

-- Places. A tree is of one edition of the statistical codes; current_code is the code of a later edition where it differs.
CREATE TABLE division (
    edition      TEXT NOT NULL,
    code         TEXT NOT NULL,          -- 4, 6, 9 or 12 digits
    parent_code  TEXT,
    level        TEXT NOT NULL CONSTRAINT division_level_ck CHECK (level IN ('city', 'county', 'town', 'village')),
    kind         TEXT NOT NULL CONSTRAINT division_kind_ck CHECK (kind IN ('administrative', 'statistical_zone', 'quasi')),
    name         TEXT NOT NULL,
    current_code TEXT,
    valid_to     TEXT,
    PRIMARY KEY (edition, code)
);
CREATE INDEX division_parent_ix ON division (edition, parent_code, code);

-- Organs. parent_id is the administrative parent.
CREATE TABLE unit (
    unit_id       BIGINT PRIMARY KEY,
    code          TEXT NOT NULL,
    name          TEXT NOT NULL,
    short_name    TEXT NOT NULL,
    level         TEXT NOT NULL CONSTRAINT unit_level_ck
                  CHECK (level IN ('city', 'city_department', 'county', 'county_department', 'town', 'village', 'other')),
    kind          TEXT NOT NULL CONSTRAINT unit_kind_ck CHECK (kind IN ('government', 'zone_committee', 'department', 'office', 'body')),
    organ         TEXT NOT NULL CONSTRAINT unit_organ_ck CHECK (organ IN ('administrative', 'party', 'institution', 'association')),
    relation      TEXT NOT NULL CONSTRAINT unit_relation_ck CHECK (relation IN ('local', 'vertical', 'dual')),  -- 属地, 垂直, 双重
    parent_id     BIGINT REFERENCES unit (unit_id),
    division_code TEXT,
    place         INTEGER NOT NULL,      -- order in the package, and of display
    valid_from    TEXT,
    valid_to      TEXT,
    verify        INTEGER NOT NULL CONSTRAINT unit_verify_ck CHECK (verify IN (0, 1)),  -- 待核实
    note          TEXT NOT NULL,
    version       INTEGER NOT NULL
);
CREATE UNIQUE INDEX unit_code_uq ON unit (code);
CREATE INDEX unit_parent_ix ON unit (parent_id, place);
CREATE INDEX unit_division_ix ON unit (division_code);

-- Every writing of a unit's name; name_key is the writing without width, blanks, brackets and separators.
CREATE TABLE unit_alias (
    unit_id  BIGINT NOT NULL REFERENCES unit (unit_id),
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (unit_id, name)
);
CREATE INDEX unit_alias_key_ix ON unit_alias (name_key);

CREATE TABLE unit_successor (
    unit_id      BIGINT NOT NULL REFERENCES unit (unit_id),
    successor_id BIGINT NOT NULL REFERENCES unit (unit_id),
    from_on      TEXT NOT NULL,
    note         TEXT NOT NULL,
    PRIMARY KEY (unit_id, successor_id)
);

-- Sets of units that plans name: 各县市区政府, 7个贫困县.
CREATE TABLE unit_group (
    group_id   BIGINT PRIMARY KEY,
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL CONSTRAINT unit_group_kind_ck CHECK (kind IN ('counties', 'towns', 'departments', 'mixed')),
    place      INTEGER NOT NULL,
    valid_from TEXT,
    valid_to   TEXT,
    verify     INTEGER NOT NULL CONSTRAINT unit_group_verify_ck CHECK (verify IN (0, 1)),
    note       TEXT NOT NULL
);
CREATE UNIQUE INDEX unit_group_code_uq ON unit_group (code);

CREATE TABLE unit_group_alias (
    group_id BIGINT NOT NULL REFERENCES unit_group (group_id),
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (group_id, name)
);
CREATE INDEX unit_group_alias_key_ix ON unit_group_alias (name_key);

CREATE TABLE unit_group_member (
    group_id   BIGINT NOT NULL REFERENCES unit_group (group_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    place      INTEGER NOT NULL,
    valid_from TEXT,
    valid_to   TEXT,
    PRIMARY KEY (group_id, unit_id)
);

CREATE TABLE section (
    section_id BIGINT PRIMARY KEY,
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    name       TEXT NOT NULL,
    valid_to   TEXT
);
CREATE UNIQUE INDEX section_name_uq ON section (unit_id, name);

-- What is decided once for the tenant: its name, business_date, …
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- The files of the package as they were loaded: what the program runs by.
CREATE TABLE package_file (
    name      TEXT PRIMARY KEY,
    content   TEXT NOT NULL,
    loaded_at BIGINT NOT NULL
);
