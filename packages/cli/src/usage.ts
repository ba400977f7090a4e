/** What was typed cannot be meant: exit code 2, with the usage. */
export class UsageError extends Error {}

export const USAGE = `understudy: backups in S3, without the portal

  understudy list    --bucket NAME [--plan NAME] [--entity REF] [--json]
  understudy show    BACKUP --bucket NAME [--json]
  understudy restore BACKUP --to NEW-FOLDER --bucket NAME --identity FILE
                     [--artifact NAME]… [--raw]
  understudy restore BACKUP --into postgres://USER@HOST:PORT/NEW-DATABASE
                     (or mysql://…)
                     --password-file FILE --bucket NAME --identity FILE

BACKUP is an id (or its first 6 or more characters) as "list" shows it, a
run's folder, or "latest", with --plan and --entity where there are several.

Where the backups are
  --bucket NAME            the bucket
  --prefix PREFIX          what stands before all keys (default: nothing)
  --endpoint URL           for S3-compatible storage
  --region NAME            default: that of the SDK; us-east-1 with --endpoint
  --path-style             bucket in the path (default with --endpoint)
  --no-path-style          bucket in the host name
  --access-key-file FILE   JSON { "accessKeyId", "secretAccessKey",
                           "sessionToken" }, or two lines: the ID, the secret.
                           Without it: environment, profile or role, as the
                           AWS SDK finds them
  --sse-c-key-file FILE    32 bytes, or the same in base64: the key of a
                           destination that stores with SSE-C

What to do with them
  --identity FILE          age identity (AGE-SECRET-KEY-1…); may be repeated
  --to FOLDER              is made; nothing that exists is ever written over
  --into URL               a new database on a server, filled by the server's own
                           tools; without a name: the old one's, _restored
  --password-file FILE     of the user in that URL
  --no-owners              leaves owners and rights of the old database out
  --artifact NAME          only this one; may be repeated
  --raw                    the artifacts themselves, decrypted and
                           decompressed, e.g. files.tar as it is
  --json                   for programs
  --help, --version

Exit codes: 0 good, 1 failed, 2 not understood.
`;
