-- drop staged rows that repeat an earlier row of the same delivery to the letter, and give back how many
create function load.drop_repeated_directory(delivery bigint) returns bigint
language sql security definer set search_path = ''
begin atomic
    with copies as (
        select line, row_number() over (partition by row_sha256 order by line) as turn
          from raw.staged_directory s
         where s.delivery_id = delivery
    ),
    dropped as (
        delete from raw.staged_directory s
         using copies
         where s.delivery_id = delivery and s.line = copies.line and copies.turn > 1
        returning 1
    )
    select count(*) from dropped;
end;
