-- Who may sign in and with what, who is signed in, and who asked for and approved each change of it.

create table account (
    member          text          primary key,
    agency          text          not null,
    sort            text          not null check (sort in ('person', 'service')),
    state           text          not null check (state in ('invited', 'active', 'locked', 'disabled')),
    reason          text          not null default '',
    temporary_until timestamptz,
    last_active     timestamptz   not null,
    failures        timestamptz[] not null default '{}',
    invitation      bytea[]       not null default '{}',
    invited_until   timestamptz,
    subject         text          unique,
    secret          bytea,
    seed            bytea,
    last_step       bigint        not null default 0
);
comment on table account is 'How a member signs in: secrets by their SHA-256, the seed of one-time codes encrypted under a key of the keyring.';

-- Attempts under names that nobody has are judged and counted here, so that they cost what others cost.
insert into account (member, agency, sort, state, last_active) values ('', '', 'person', 'disabled', '2000-01-01Z');

create table passkey (
    id           bytea       primary key,
    member       text        not null references account,
    public_key   bytea       not null,
    sign_count   bigint      not null,
    added_at     timestamptz not null,
    last_used_at timestamptz
);
comment on table passkey is 'Public keys of authenticators (W3C Web Authentication); the private ones never leave their owners.';
create index passkey_by_member on passkey (member);

create table sign_in (
    digest        bytea       primary key,
    member        text        not null references account,
    agency        text        not null,
    purpose       text        not null,
    second_factor boolean     not null,
    workstation   text        not null,
    address       text        not null,
    signed_in_at  timestamptz not null,
    last_request  timestamptz not null,
    ended_at      timestamptz
);
comment on table sign_in is 'Who is signed in, by the SHA-256 of the token that stands for it; the rules of time are held to at each request.';
create index sign_in_open on sign_in (member) where ended_at is null;

create table used_once (
    digest bytea       primary key,
    until  timestamptz not null
);
comment on table used_once is 'Challenges and tickets that were answered, kept until they would have expired anyway: none counts twice.';

create table account_change (
    id         uuid        primary key,
    act        text        not null check (act in ('invite', 'enable', 'recover', 'issue-key', 'appoint')),
    member     text        not null,
    agency     text        not null,
    sort       text        not null,
    temporary  boolean     not null,
    subject    text,
    half       bytea,
    purpose    text        not null default '',
    scopes     text[]      not null default '{}',
    days       int         not null default 0,
    roles      text[]      not null default '{}',
    asked_by   text        not null,
    asked_at   timestamptz not null,
    outcome    text        not null default 'open' check (outcome in ('open', 'approved', 'declined')),
    settled_by text        check (settled_by <> asked_by and settled_by <> member),
    settled_at timestamptz
);
comment on table account_change is 'What one administrator asked for and another approved: never the same one, and never the member whom it is about.';
create index account_change_open on account_change (agency) where outcome = 'open';

alter table access_token add column prefix text;
alter table access_token add column scopes text[] not null default '{read,enter}';
create index access_token_by_member on access_token (member);
