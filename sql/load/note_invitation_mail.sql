-- write down that the mail of an invitation goes out, with the hash of the token of its link and until when that works
-- False when another worker was first, or it is no longer wanted. A mail of an approval has no such link: null keeps what there is.
create function load.note_invitation_mail(
    invitation bigint, mail_code text, token_sha256 text, at timestamptz, expires_at timestamptz
) returns boolean
language sql security definer set search_path = ''
begin atomic
    with sent as (
        update ops.invitation i
           set mail_wanted_at = null, mail_sent_at = note_invitation_mail.at, token_sha256 = coalesce(note_invitation_mail.token_sha256, i.token_sha256),
               expires_at = coalesce(note_invitation_mail.expires_at, i.expires_at)
         where i.invitation_id = note_invitation_mail.invitation and i.mail_code = note_invitation_mail.mail_code and i.mail_wanted_at is not null
        returning i.invitation_id
    )
    select exists (select from sent);
end;
