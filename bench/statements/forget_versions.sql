-- the versions of the months of waits that are no longer there
delete from core.wait_version v where v.period_from < {before}
