-- take away the bytes and refused rows of deliveries that ended before a moment; how many deliveries lost theirs
-- What was decided about them stays. Never those of a published delivery, or of one that is still waiting.
create function load.tidy_deliveries(before timestamptz) returns bigint
language sql volatile security definer set search_path = ''
begin atomic
    with ended as (
        select d.delivery_id
          from raw.delivery d
         where coalesce(d.decided_at, d.finished_at, d.received_at) < tidy_deliveries.before
           and d.state_code not in ('received', 'held')
           and not exists (select from core.source_state s
                             join raw.delivery published on published.delivery_id = s.delivery_id
                            where d.delivery_id in (published.delivery_id, published.replay_of))
           and not exists (select from raw.delivery r where r.replay_of = d.delivery_id and r.state_code in ('received', 'held'))
    ), refused as (
        delete from raw.refused_row r using ended where r.delivery_id = ended.delivery_id returning r.delivery_id
    ), bytes as (
        delete from raw.delivery_chunk c using ended where c.delivery_id = ended.delivery_id returning c.delivery_id
    ), tables as (
        update raw.receipt r set table_csv = null from ended
         where r.delivery_id = ended.delivery_id and r.table_csv is not null returning r.delivery_id
    )
    select count(*) from (select refused.delivery_id from refused union select bytes.delivery_id from bytes
                           union select tables.delivery_id from tables) emptied;
end;
