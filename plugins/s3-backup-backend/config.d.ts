import type { HumanDuration } from '@backstage/types';

/** Keys, or what the machine has. */
interface BaseCredentials {
  accessKeyId?: string;
  /** @deepVisibility secret */
  secretAccessKey?: string | { $config: string };
  /**
   * Of temporary keys.
   * @deepVisibility secret
   */
  sessionToken?: string | { $config: string };
  /** For `ambient`. Default: `default` */
  source?:
    | 'default'
    | 'environment'
    | 'profile'
    | 'web-identity'
    | 'container'
    | 'instance';
  /** For the source `profile`: its name. */
  profile?: string;
}

/** Whose rights are used. */
interface S3Credentials extends BaseCredentials {
  type: 'keys' | 'ambient' | 'assume-role';
  /** For `assume-role`. */
  roleArn?: string;
  /** For `assume-role`: what audit trails show. Default: `understudy` */
  sessionName?: string;
  /** For `assume-role`: seconds until it is renewed, 900 to 43,200. Default: 3600 */
  durationSeconds?: number;
  /** For `assume-role`: another STS than that of AWS in the region. */
  stsEndpoint?: string;
  /** For `assume-role`: who assumes it. */
  base?: BaseCredentials & { type: 'keys' | 'ambient' };
}

export interface Config {
  /** Scheduled backups into S3. */
  s3Backup?: {
    /**
     * Users and groups that may do everything where the permission framework
     * is off (`permission.enabled: false`). None: nobody may.
     */
    admins?: string[];

    /** IANA zone of schedules that name none, e.g. `Europe/Berlin`. Default: the machine's. */
    timeZone?: string;

    /** What automatic backup is before somebody uses the switch. Default: true. */
    automaticBackup?: boolean;

    /**
     * Keys that seal stored secrets: 32 random bytes each, in base64; newest
     * first, older ones for opening. Without one, secrets can't be saved.
     * @deepVisibility secret
     */
    secretKeys?: string[];

    /**
     * Secrets that options refer to as `{ $config: s3Backup.secrets.<name> }`.
     * @deepVisibility secret
     */
    secrets?: { [name: string]: string };

    /** Where runs keep private files. Default: the machine's. */
    tempDirectory?: string;

    /**
     * Folders of `pg_dump`, `mariadb-dump`, `git` and their like, instead of
     * PATH and the usual ones.
     */
    toolFolders?: string[];

    /** Programs whose output plans may back up, by name; see docs/recipes.md. */
    commands?: Array<{
      name: string;
      /** Absolute path. */
      program: string;
      /** As they are: no shell reads them. Nothing secret. */
      args?: string[];
      /** Beside PATH, LANG, TZ and a HOME of its own. Nothing secret. */
      env?: { [name: string]: string };
      /** Name of the artifact. Default: the name, with `.out`. */
      artifact?: string;
      mediaType?: string;
      /** Fewer bytes fail the run. Default: 1. */
      minimumBytes?: number;
      /** Regular expression that must be found within the last KiB. */
      trailer?: string;
    }>;

    /** Where drills restore to, to throw it away; see docs/proof.md. */
    drills?: {
      places?: Array<{
        name: string;
        /** `postgres` or `mysql`. */
        type: string;
        /**
         * As of a source of this type: host, port, user, password, tls, ca.
         * The user may create databases, and no more.
         * @deepVisibility secret
         */
        options: { [option: string]: string | number };
      }>;
    };

    roots?: {
      /** Folders from which sources may read. */
      read?: string[];
      /** Folders below which restores may make new ones. */
      write?: string[];
    };

    network?: {
      /** Hosts and networks (CIDR) that an endpoint may have, beside public and private ones. */
      allow?: string[];
      /** Hosts and networks (CIDR) that it may not have. */
      deny?: string[];
    };

    /**
     * Regions in which data may be kept (data residency); destinations
     * elsewhere are refused, those that are stored already too. Absent: all.
     */
    allowedRegions?: string[];

    credentials?: {
      /**
       * Ambient credentials that UI and API may offer; `default` is all of them,
       * tried one by one.
       */
      ambient?: Array<
        | 'default'
        | 'environment'
        | 'profile'
        | 'web-identity'
        | 'container'
        | 'instance'
      >;
    };

    mail?: {
      from: string;
      host: string;
      /** Default: 587 */
      port?: number;
      /** Default: `starttls` */
      secure?: 'starttls' | 'tls' | 'none';
      user?: string;
      /** @visibility secret */
      password?: string;
    };

    worker?: {
      /**
       * `api` answers requests and keeps the clock, but runs nothing; `worker`
       * is meant for backends that get no traffic. Default: `all`
       */
      role?: 'all' | 'api' | 'worker';
      /** Runs at once. Default: 2 */
      concurrency?: number;
      /** After which silence a worker counts as lost, at least 10 seconds. Default: 60 seconds */
      lease?: HumanDuration | string;
      /** What it has, e.g. `near-orders-db`; plans may ask for it. At most six. */
      labels?: string[];
      /** Time that runs get to end when the backend goes down; then they are handed back. Default: 20 seconds */
      drain?: HumanDuration | string;
    };

    queue?: {
      /** On PostgreSQL. `database` polls our own tables, as on SQLite. Default: `pg-boss` */
      type?: 'pg-boss' | 'database';
      /** Where pg-boss keeps its tables; one a portal. Default: `s3_backup_queue` */
      schema?: string;
    };

    /** Runs at a time, over all workers of the portal. Absent: no limit. */
    limits?: {
      running?: number;
      perDestination?: number;
      /** By the server that a source reads: of one host so many at a time. */
      perSourceHost?: number;
    };

    /** How long runs stay in history; those whose backup exists stay longer. */
    history?: {
      /** Default: 400 */
      days?: number;
      /** Newest runs of each plan that stay however old they are. Default: 50 */
      perPlan?: number;
    };

    /** Quiet hours of all plans, in the portal's zone: no run begins by itself. */
    blackouts?: Array<{
      /** `08:00` */
      from: string;
      /** `18:00`; not after `from`: of the day after. */
      until: string;
      /** On which they begin. Default: every day */
      days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'>;
    }>;

    /** What storing costs, for the retention simulator. Absent: no cost is shown. */
    prices?: {
      /** When they were looked up, `2026-11-01`. */
      asOf: string;
      /** `EUR` */
      currency: string;
      /** By storage class, e.g. `STANDARD`. */
      perGiBMonth: { [storageClass: string]: number };
    };

    /** Keys backups are encrypted to. */
    keys?: Array<{
      name: string;
      /** `age1…` */
      recipient: string;
      /** File with the identity; without one the portal can't read what it wrote. */
      identityFile?: string;
    }>;

    /** As in the API; these win over stored ones of the same name. */
    destinations?: Array<{
      name: string;
      title?: string;
      bucket: string;
      prefix?: string;
      /** Preselects path style, region and checksums; what is found out wins. */
      provider?:
        | 'aws'
        | 'r2'
        | 'b2'
        | 'wasabi'
        | 'ceph'
        | 'scality'
        | 'scaleway'
        | 'ovh'
        | 'hetzner'
        | 'spaces'
        | 'gcs'
        | 'minio'
        | 'garage'
        | 'other';
      /** Default: what the endpoint's name tells, else the provider's own */
      region?: string;
      endpoint?: string;
      /** Further addresses of the same store, tried in order where nobody answers. */
      failoverEndpoints?: string[];
      /** A yes to plain http to another machine. Default: false */
      allowPlainHttp?: boolean;
      /** Default: true with an endpoint */
      forcePathStyle?: boolean;
      /** Of AWS: addresses that have IPv6, too. Default: false */
      dualStack?: boolean;
      /** Of AWS: endpoints with validated cryptography. Default: false */
      fips?: boolean;
      /** Of AWS: Transfer Acceleration. Default: false */
      accelerate?: boolean;
      /** The keys may list and put, and nothing else. Default: false */
      appendOnly?: boolean;
      /** AWS account that must own the bucket: 12 digits. */
      expectedBucketOwner?: string;
      /** How the store keeps what is written; what is not there is left to the bucket. */
      store?: {
        /** Of artifacts, e.g. `STANDARD_IA`. Manifests stay in the bucket's own. */
        storageClass?: string;
        encryption?: {
          type: 'AES256' | 'aws:kms' | 'sse-c';
          /** For `aws:kms`: ARN, id or alias. Default: the account's key for S3. */
          keyId?: string;
          /** For `aws:kms`: one data key for many objects. */
          bucketKey?: boolean;
          /** For `aws:kms`: goes into its audit trail. */
          context?: { [name: string]: string };
          /**
           * For `sse-c`: 32 bytes in base64.
           * @deepVisibility secret
           */
          key?: string | { $config: string };
        };
        /** Canned ACL, e.g. `bucket-owner-full-control`. */
        acl?: string;
        /** Tags artifacts and manifests with plan and entity. Default: false */
        tags?: boolean;
        /** Locks artifacts and manifests, from the start of their run. */
        objectLock?: { mode: 'GOVERNANCE' | 'COMPLIANCE'; days: number };
        /** For stores that show or stamp late what they took. Default: false */
        timeAfterStore?: boolean;
      };
      /** How bytes travel; what is not there is automatic. Sizes are bytes or e.g. `16MiB`. */
      transfer?: {
        /** 5 to 64 MiB. Default: 8 MiB, growing with the upload */
        uploadPartSize?: number | string;
        /** Parts at once, 1 to 16. Default: 3, and 2 from 64 MiB on */
        uploadConcurrency?: number;
        /** Of one request, 1 to 64 MiB. Default: 4 MiB */
        downloadPartSize?: number | string;
        /** Requests at once, 1 to 16. Default: 4 */
        downloadConcurrency?: number;
        /** For one part, then it is sent again. Default: while it moves */
        partTimeout?: number | HumanDuration | string;
        /** A second, of a run; at least 64 KiB. */
        uploadBandwidth?: number | string;
        downloadBandwidth?: number | string;
        /** How often a request is repeated, 0 to 20. Default: 7 */
        retries?: number;
        /**
         * `http://[user:password@]host:port`. Default: HTTPS_PROXY, HTTP_PROXY, NO_PROXY
         * @deepVisibility secret
         */
        proxy?: string | { $config: string };
        /** PEM of authorities that are trusted beside the machine's. */
        caBundle?: string;
        /** Anybody in between can read, and pose as the store. Default: false */
        skipTlsVerification?: boolean;
      };
      credentials: S3Credentials;
      /** Others for deleting. Default: the same. */
      pruneCredentials?: S3Credentials;
      /** Others for restores and downloads. Default: the same. */
      restoreCredentials?: S3Credentials;
    }>;

    /** As in the API; these win over stored ones of the same name. */
    plans?: Array<{
      name: string;
      title?: string;
      entityRef?: string;
      source: {
        type: string;
        /** Secrets among them are written as `{ $config: s3Backup.secrets.<name> }`. */
        options?: { [name: string]: unknown };
      };
      destinations?: string[];
      encryption?: {
        type: 'age' | 'clear';
        keys?: string[];
        recipients?: string[];
      };
      compression?: 'zstd' | 'gzip' | 'none';
      schedule: {
        every: 'never' | 'hours' | 'day' | 'week' | 'month' | 'cron';
        hours?: number;
        minute?: number;
        at?: string;
        days?: string[];
        day?: number;
        cron?: string;
        timeZone?: string;
      };
      enabled?: boolean;
      minimumBytes?: number | string;
      freshness?: HumanDuration | string;
      /** Absent: backups are kept until they are deleted by hand. */
      retention?: {
        keepLast?: number;
        hourly?: number;
        daily?: number;
        weekly?: number;
        monthly?: number;
        yearly?: number;
        maxAge?: HumanDuration | string;
        maxTotalSize?: number | string;
        /** Good backups that stay whatever the rules say. Default: 3 */
        minimumGood?: number;
        /** Nothing goes before the newest backup was read back. Default: true */
        keepUntilProven?: boolean;
      };
      /** Its backups and restores need a worker that has all of these labels. */
      worker?: { labels?: string[] };
      retry?: { count?: number; backoff?: HumanDuration | string };
      timeLimit?: HumanDuration | string;
      stallLimit?: HumanDuration | string;
    }>;
  };
}
