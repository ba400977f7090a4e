import { randomUUID } from 'node:crypto';
import { createServer, IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalS3 } from '@understudy/local-s3';

interface Issued {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expires: number;
}

/** A role that may be assumed, and by whom. */
interface Role {
  arn: string;
  /** Access keys that its trust policy names. */
  trusts: string[];
  externalId?: string;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/**
 * Stands in for the places where AWS gives temporary credentials: STS, the
 * containers' and the instances' metadata. What it gives is known to a
 * local-s3, for as long as it was said to be.
 */
export class AwsStandIn {
  /** What was asked, e.g. `AssumeRole <arn> <session>`. */
  readonly asked: string[] = [];
  /** How long what is issued lasts, in milliseconds. */
  lasts = 3_600_000;

  static async start(options: {
    s3: LocalS3;
    roles?: Role[];
    /** Token that web identities and containers must show. */
    token?: string;
  }): Promise<AwsStandIn> {
    const made = new AwsStandIn(options.s3, options.roles ?? [], options.token);
    await new Promise<void>(resolve => {
      made.server.listen(0, '127.0.0.1', resolve);
    });
    return made;
  }

  private readonly server: Server;

  private constructor(
    private readonly s3: LocalS3,
    private readonly roles: Role[],
    private readonly token: string | undefined,
  ) {
    this.server = createServer(async (request, response) => {
      const body = await textOf(request);
      const { status, text } = this.answer(request, body);
      response.writeHead(status).end(text);
    });
  }

  get endpoint(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  private issue(): Issued {
    const issued = {
      accessKeyId: `ASIA${randomUUID().replace(/-/g, '').slice(0, 16)}`,
      secretAccessKey: randomUUID(),
      sessionToken: `token-${randomUUID()}`,
      expires: Date.now() + this.lasts,
    };
    this.s3.users.add(issued);
    return issued;
  }

  private json() {
    const { accessKeyId, secretAccessKey, sessionToken, expires } =
      this.issue();
    return {
      status: 200,
      text: JSON.stringify({
        Code: 'Success',
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: sessionToken,
        Expiration: new Date(expires).toISOString(),
      }),
    };
  }

  private answer(request: IncomingMessage, body: string) {
    const { method, url = '/', headers } = request;
    if (url.startsWith('/container')) {
      this.asked.push('container');
      if (headers.authorization === this.token) return this.json();
      return { status: 403, text: 'no token' };
    }
    if (method === 'PUT' && url === '/latest/api/token') {
      return { status: 200, text: 'imds-token' };
    }
    if (url.startsWith('/latest/meta-data/iam/security-credentials')) {
      if (headers['x-aws-ec2-metadata-token'] !== 'imds-token') {
        return { status: 401, text: '' };
      }
      if (url.endsWith('/')) return { status: 200, text: 'backup-role' };
      this.asked.push('instance');
      return this.json();
    }
    return this.sts(new URLSearchParams(body), headers.authorization ?? '');
  }

  private sts(form: URLSearchParams, authorization: string) {
    const action = form.get('Action') ?? '';
    const arn = form.get('RoleArn') ?? '';
    this.asked.push(`${action} ${arn} ${form.get('RoleSessionName')}`);
    const role = this.roles.find(each => each.arn === arn);
    const by = /Credential=([^/]+)/.exec(authorization)?.[1] ?? '';
    const allowed =
      action === 'AssumeRoleWithWebIdentity'
        ? role && form.get('WebIdentityToken') === this.token
        : role?.trusts.includes(by) &&
          (!role.externalId || form.get('ExternalId') === role.externalId);
    if (!allowed) {
      return {
        status: 403,
        text: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not authorized to perform: sts:${action} on ${arn}</Message></Error></ErrorResponse>`,
      };
    }
    const { accessKeyId, secretAccessKey, sessionToken, expires } =
      this.issue();
    return {
      status: 200,
      text: `<${action}Response><${action}Result><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken><Expiration>${new Date(
        expires,
      ).toISOString()}</Expiration></Credentials></${action}Result></${action}Response>`,
    };
  }
}
