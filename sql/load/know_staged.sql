-- let the planner know what was just staged: its guesses for a table that was empty a moment ago cost more than looking
create function load.know_staged(record text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
    execute format('analyze raw.%I', 'staged_' || record);
end;
$$;
