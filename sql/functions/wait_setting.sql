-- one number for one setting and day: core.wait_setting as it holds then; null where it is not known
create function functions.wait_setting(setting text, on_date date) returns numeric
language sql stable parallel safe
begin atomic
    select s.value
      from core.wait_setting s
     where s.setting_code = wait_setting.setting
       and s.valid_from <= wait_setting.on_date and (s.valid_to is null or s.valid_to > wait_setting.on_date)
     order by s.valid_from desc
     limit 1;
end;
