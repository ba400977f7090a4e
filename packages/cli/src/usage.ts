/** What was typed cannot be meant: exit code 2, with the usage. */
export class UsageError extends Error {}

export const USAGE = `understudy: backups in S3, without the portal

  understudy list    --bucket NAME [--plan NAME] [--entity REF] [--json]
  understudy show    BACKUP --bucket NAME [--json]
  understudy restore BACKUP --to NEW-FOLDER --bucket NAME --identity FILE
                     [--artifact NAME]… [--raw]

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

What to do with them
  --identity FILE          age identity (AGE-SECRET-KEY-1…); may be repeated
  --to FOLDER              is made; nothing that exists is ever written over
  --artifact NAME          only this one; may be repeated
  --raw                    the artifacts themselves, decrypted and
                           decompressed, e.g. files.tar as it is
  --json                   for programs
  --help, --version

Exit codes: 0 good, 1 failed, 2 not understood.
`;
