-- a hash of what a delivery comes down to: its staged rows and its refusals; equal for equal results of two parsers
-- Asked after the checks and before anything of ours is written beside the rows.
create function load.result_directory(delivery bigint) returns text
language sql stable security definer set search_path = ''
begin atomic
    select encode(sha256(convert_to(concat_ws(' ',
               (select sum(hashtextextended(substr(s::text, strpos(s::text, ',')), 0)) from raw.staged_directory s where s.delivery_id = delivery),
               (select sum(hashtextextended(concat_ws('|', r.line, r.column_name, r.refusal_code), 0))
                  from raw.refused_row r where r.delivery_id = delivery)
           ), 'UTF8')), 'hex');
end;
