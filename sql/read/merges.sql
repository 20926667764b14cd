-- one row per merge, the newest first, and whether it can be undone (nothing later stands on it)
-- audience: app_operator
create function read.merges(as_of timestamptz, asker bigint) returns table (
    merge_id bigint, kind_code text, gone_id bigint, gone_name text, kept_id bigint, kept_name text, merged_at timestamptz,
    undone_at timestamptz, moved_count bigint, is_open boolean
)
language sql stable security definer set search_path = ''
begin atomic
    select m.merge_id, m.kind_code, m.gone_id, coalesce(gl.name, gp.name), m.kept_id, coalesce(kl.name, kp.name), m.merged_at, m.undone_at,
           (select count(*) from core.merged_row r where r.merge_id = m.merge_id),
           m.undone_at is null and not exists (
               select from core.merge later
                where later.merge_id > m.merge_id and later.undone_at is null and later.kind_code = m.kind_code
                  and m.kept_id in (later.gone_id, later.kept_id))
      from core.merge m
      left join core.location gl on m.kind_code = 'location' and gl.location_id = m.gone_id
      left join core.location kl on m.kind_code = 'location' and kl.location_id = m.kept_id
      left join core.provider gp on m.kind_code = 'provider' and gp.provider_id = m.gone_id
      left join core.provider kp on m.kind_code = 'provider' and kp.provider_id = m.kept_id
     where functions.may(merges.as_of, merges.asker, 'manage_master_data') and m.merged_at <= merges.as_of
     order by m.merge_id desc;
end;
