delete from ops.token_bucket
