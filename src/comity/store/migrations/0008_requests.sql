-- What was asked for: who, for what, of which kinds or of which record. A draft agreement is held against it before it is
-- signed. It is no disclosure log: no words, no names, no answers, and after 30 days it is gone.

create table request (
    at            timestamptz not null,
    agency        text        not null,
    member        text        not null,
    roles         text[]      not null,
    certificates  text[]      not null,
    second_factor boolean     not null,
    emergency     boolean     not null,
    purpose       text        not null,
    operation     text        not null,
    kinds         text[],
    record        uuid,
    shown         int         not null,
    times         int         not null
);
comment on table request is 'Reading acts of the last days, alike ones of one moment together; kinds null for all, record null for many.';
create index request_by_time on request using brin (at);
