-- what is being done with a source at this moment: taken_in, loading, fetching or fetch_waits; null when nothing is
create function functions.under_way(source text) returns text
language sql stable
begin atomic
    select case
        when exists (select from raw.delivery d where d.source_code = under_way.source and d.state_code = 'received') then 'loading'
        when exists (select from raw.receipt r where r.source_code = under_way.source and r.delivery_id is null) then 'taken_in'
        else (select case when j.status = 'doing' then 'fetching' else 'fetch_waits' end
                from queue.procrastinate_jobs j
               where j.queueing_lock = 'source:' || under_way.source and j.status in ('todo', 'doing')
               order by j.status = 'doing' desc
               limit 1)
    end;
end;
