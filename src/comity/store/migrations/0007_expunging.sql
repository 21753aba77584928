-- What was expunged loses its content and keeps its place: the log verifies, and nobody finds the record any more.
--
-- Class 0 is that of an expunged entry: no class has this number, so no session binds it and no reader sees it.

create function only_expunged() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and current_setting('comity.expunging', true) = 'yes'
       and new.class_id = 0 and new.facts::text = '{}' and new.sealed = '' and new.request_digest is null
       and (new.seq, new.record, new.version, new.recorded_at, new.agency, new.member, new.slot, new.commitment)
           = (old.seq, old.record, old.version, old.recorded_at, old.agency, old.member, old.slot, old.commitment)
       and new.request is not distinct from old.request then
        return new;
    end if;
    raise exception 'an entry is final: correct it with a new one' using errcode = 'restrict_violation';
end $$;

drop trigger entry_is_final on entry;
create trigger entry_is_final before update or delete on entry
    for each row execute function only_expunged();

create table expunged (
    slot bigint primary key
);
comment on table expunged is 'The key slots whose entries have lost their content here; the keyring keeps the ledger of all that must.';
