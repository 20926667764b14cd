-- merge the staged rows of a delivery into directory, offers, closures, history and current state
-- All of a source's current state comes from this delivery afterwards; what it does not name becomes unknown, unless the
-- source is partial: then that stays as it was. Each part is planned when it is reached, knowing what the one before made:
-- planned together, a first delivery of the whole country was joined row against row.
-- after: know_grown, make_capacity_directory, merge_capacity_directory, merge_capacity_offers, merge_capacity_counts
create function load.apply_capacity(delivery bigint, applied_at timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
    select load.make_capacity_directory(delivery, applied_at);
    select load.know_grown();
    select load.merge_capacity_directory(delivery, applied_at);
    select load.merge_capacity_offers(delivery);
    select load.know_grown();
    select load.merge_capacity_counts(delivery);
end;
