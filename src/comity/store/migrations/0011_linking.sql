-- Who may be the same: what records say about who somebody or what something is, and how much it weighs between two.
--
-- Everything here is derived from the log. Features are encrypted under the key of their record; keys are keyed hashes;
-- what stands readable are places in the log and weights.

create table linkable (
    number   bigint   primary key,
    record   uuid     not null,
    version  int      not null,
    first    bigint   not null,
    slot     bigint   not null,
    features bytea    not null,
    keys     bigint[] not null
);
comment on table linkable is 'The current version of each record that linkage compares; number and first are the places in the log of this version and of the first.';
create index linkable_by_record on linkable (record);

create table link_key (
    key    bigint not null,
    number bigint not null,
    primary key (key, number)
);
comment on table link_key is 'By which keyed hashes candidates are found; the oldest stand first.';

create table link_edge (
    one   bigint not null,
    other bigint not null,
    bits  real   not null,
    primary key (one, other),
    check (one < other)
);
comment on table link_edge is 'Pairs that were compared and are not plainly two: the evidence in bits, without what is expected of any two.';
create index link_edge_by_other on link_edge (other);

grant select (number, record, first) on linkable to comity_reader;
grant select on link_key, link_edge to comity_reader;
create index link_edge_by_bits on link_edge (bits desc, one, other);
