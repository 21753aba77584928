-- Hand-offs: what is owed to whom, what was sent under which number, and what the partner said of it.
--
-- Subscriptions are records; the log is the queue, and how far it was handed out is kept as a mark. Subscriptions of
-- earlier releases stood in a table of their own and held nothing but kinds: their members begin them anew.

drop table delivery;
drop table subscription;

create table hand_off (
    subscription uuid        not null,
    seq          bigint      not null,
    record       uuid        not null,
    event        text        not null,
    queued_at    timestamptz not null,
    number       bigint,
    version      int,
    kind         text,
    salt         bytea,
    digest       text        not null default '',
    leaf         bytea,
    attempts     int         not null default 0,
    fault        text,
    sent_at      timestamptz,
    received_at  timestamptz,
    acted_at     timestamptz,
    dead_at      timestamptz,
    late_at      timestamptz,
    primary key (subscription, seq, record),
    unique (subscription, number)
);
comment on table hand_off is 'What a subscription is owed: queued from the log, numbered and hashed when it is given, kept until it is acknowledged.';
comment on column hand_off.leaf is 'The RFC 6962 leaf hash of what was given under this number.';
create index hand_off_open on hand_off (subscription, seq)
    where sent_at is null and received_at is null and dead_at is null;
create index hand_off_by_record on hand_off (record);

create table feed (
    subscription uuid        primary key,
    sent         bigint      not null default 0,
    frontier     bytea       not null,
    received     bigint      not null default 0,
    attempts     int         not null default 0,
    next_at      timestamptz,
    down_since   timestamptz,
    fault        text,
    disabled_at  timestamptz,
    note         text,
    asked_at     timestamptz
);
comment on table feed is 'The state of what goes to one subscription: how many were given, the right edge of their tree, and when it is tried again.';
