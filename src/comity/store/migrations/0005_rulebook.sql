-- What decisions rest on has an epoch: whoever reads compares it, and judges anew when it moved.

create table policy_epoch (
    one   boolean primary key default true check (one),
    epoch bigint  not null
);
comment on table policy_epoch is 'Moves in the same commit as anything that decisions rest on: directories, agreements, consents, orders.';
insert into policy_epoch (epoch) values (1);
grant select on policy_epoch to comity_reader;

create function move_policy() returns trigger language plpgsql as $$
begin
    update policy_epoch set epoch = epoch + 1;
    perform pg_notify('comity_policy', '');
    return null;
end $$;

create trigger directory_moves_policy after insert on directory_version
    for each statement execute function move_policy();
