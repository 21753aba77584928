-- The record: an append-only log of entries, and what is derived from it.

create table handling_class (
    id       int generated always as identity primary key,
    kind     text   not null,
    owner    text   not null,
    markings text[] not null,
    unique (kind, owner, markings)
);
comment on table handling_class is 'What policy looks at in a record, interned: its kind, owner and markings.';

create table entry (
    seq            bigint      primary key,
    record         uuid        not null,
    version        int         not null,
    class_id       int         not null,
    recorded_at    timestamptz not null,
    agency         text        not null,
    member         text        not null,
    slot           bigint      not null,
    facts          json        not null,
    sealed         bytea       not null,
    commitment     bytea       not null,
    request        bytea,
    request_digest bytea
);
comment on table entry is 'The log: leaf by leaf, never changed. Plain fields stand in facts, protected ones only encrypted in sealed.';
create unique index entry_by_record on entry (record, version);
create unique index entry_by_request on entry (request) where request is not null;
alter table entry alter column sealed set storage external;

create table log_head (
    one      boolean primary key default true check (one),
    size     bigint  not null,
    frontier bytea   not null
);
comment on table log_head is 'How far the log reaches. Who appends must update it from the size that it read: so positions have no gaps.';
insert into log_head (size, frontier) values (0, '\x0000000000000000');

create table record (
    id       uuid     primary key,
    seq      bigint   not null,
    version  int      not null,
    class_id int      not null,
    tokens   bigint[] not null
);
comment on table record is 'The current version of each record, and the keyed tokens by which it is found. Derived from entry.';
create index record_by_class on record (class_id, seq);
create unique index record_by_seq on record (seq);
create index record_by_token on record using gin (tokens);

create table number_series (
    owner  text   not null,
    series text   not null,
    year   int    not null,
    next   bigint not null,
    primary key (owner, series, year)
);
comment on table number_series is 'The next number of each series that an agency mints.';

create table checkpoint (
    size      bigint      primary key,
    note      text        not null,
    signed_at timestamptz not null
);
comment on table checkpoint is 'Signed heads of the log (C2SP tlog-checkpoint), never changed.';

create table tile (
    level  int    not null,
    index  bigint not null,
    hashes bytea  not null,
    primary key (level, index)
);
comment on table tile is 'Complete tiles of 256 hashes (C2SP tlog-tiles). Derived from entry.';

create table subscription (
    id         uuid        primary key,
    agency     text        not null,
    member     text        not null,
    purpose    text        not null,
    kinds      text[]      not null,
    created_at timestamptz not null,
    ended_at   timestamptz
);
comment on table subscription is 'Who waits for entries of which kinds; a standing one queues deliveries until they are acknowledged.';

create table delivery (
    subscription    uuid        not null references subscription,
    seq             bigint      not null,
    acknowledged_at timestamptz,
    primary key (subscription, seq)
);
comment on table delivery is 'What a standing subscription is owed: queued with the entry, kept until acknowledged.';

create table directory_version (
    version      int         generated always as identity primary key,
    document     text        not null,
    activated_at timestamptz not null
);
comment on table directory_version is 'Agencies, members and the data sharing matrix, as activated; the newest counts.';

create table access_token (
    digest     bytea       primary key,
    agency     text        not null,
    member     text        not null,
    purpose    text        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
comment on table access_token is 'Bearer tokens, by their SHA-256; the token itself is shown once and kept nowhere.';

create table import_progress (
    source  text        primary key,
    mark    text        not null,
    at      timestamptz not null
);
comment on table import_progress is 'How far each incremental import has come.';

create function refuse() returns trigger language plpgsql as $$
begin
    raise exception '%', tg_argv[0] using errcode = 'restrict_violation';
end $$;

create trigger entry_is_final before update or delete on entry
    for each row execute function refuse('an entry is final: correct it with a new one');
create trigger entry_is_kept before truncate on entry
    for each statement execute function refuse('the log is never emptied');
create trigger checkpoint_is_final before update or delete on checkpoint
    for each row execute function refuse('a signed head is final');
create trigger checkpoint_is_kept before truncate on checkpoint
    for each statement execute function refuse('signed heads are kept');
create trigger directory_is_final before update or delete on directory_version
    for each row execute function refuse('a directory is final: activate a new one');
