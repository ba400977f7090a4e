import { DestinationConnection } from '@understudy/model';

/** An S3 store that a suite may use, whoever runs it. */
export interface S3Server {
  /** How reports call it. */
  readonly name: string;
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Exists and may be written below any prefix. */
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  stop(): Promise<void>;
}

/** What the engine needs to reach a server of a suite. */
export function connectionTo(
  server: S3Server,
  prefix: string,
): DestinationConnection {
  return {
    name: 'main',
    bucket: server.bucket,
    prefix,
    region: server.region,
    ...(server.endpoint === undefined ? {} : { endpoint: server.endpoint }),
    credentials: {
      type: 'keys',
      accessKeyId: server.accessKeyId,
      secretAccessKey: server.secretAccessKey,
    },
  };
}
