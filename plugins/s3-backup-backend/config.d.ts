import type { HumanDuration } from '@backstage/types';

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

    credentials?: {
      /** Ambient credentials that UI and API may offer: `default` is the SDK's chain. */
      ambient?: string[];
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
      /** `none` only answers requests. Default: `all` */
      role?: 'all' | 'worker' | 'none';
      /** Runs at once. Default: 2 */
      concurrency?: number;
      lease?: HumanDuration | string;
      labels?: string[];
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
      region?: string;
      endpoint?: string;
      forcePathStyle?: boolean;
      credentials: {
        type: 'keys' | 'ambient';
        accessKeyId?: string;
        /** @deepVisibility secret */
        secretAccessKey?: string | { $config: string };
      };
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
      retry?: { count?: number; backoff?: HumanDuration | string };
      timeLimit?: HumanDuration | string;
      stallLimit?: HumanDuration | string;
    }>;
  };
}
