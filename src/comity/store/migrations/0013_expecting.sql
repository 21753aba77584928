-- What is expected of whom, and by when: a derived table, fed from the log in its order and made again by a rebuild.
--
-- It holds ids, charge tracking numbers and times, never a name. Who is meant is read from the record when it is due.

create table expecting (
    name        text        not null,
    record      uuid        not null,
    thing       text        not null,
    agency      text        not null,
    keys        text[]      not null,
    began_at    timestamptz not null,
    due_at      timestamptz not null,
    escalate_at timestamptz not null,
    answer      uuid,
    closed_at   timestamptz,
    withdrawn   boolean     not null default false,
    task        uuid,
    escalation  uuid,
    settled     boolean,
    primary key (name, record, thing, agency)
);
comment on table expecting is 'Hand-offs that are expected: which record started the clock, which agency must act, by when, and what answered.';
comment on column expecting.keys is 'Ids in hexadecimal and charge tracking numbers: a record that carries one of them answers.';
comment on column expecting.settled is 'What its tasks were last told: true, that it came; null, nothing yet.';
create index expecting_open on expecting using gin (keys) with (fastupdate = off) where closed_at is null;
create index expecting_due on expecting (due_at) where closed_at is null and task is null;
create index expecting_higher on expecting (escalate_at) where closed_at is null and escalation is null;
create index expecting_unsettled on expecting (record)
    where task is not null and settled is distinct from (closed_at is not null);
create index expecting_listed on expecting (agency, due_at, record, name) where closed_at is null;
create index expecting_answer on expecting (answer) where answer is not null;
create index expecting_record on expecting (record);

grant select (name, record, thing, agency, began_at, due_at, escalate_at, closed_at, task, escalation) on expecting
    to comity_reader;
